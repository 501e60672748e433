-- What colleagues note of a client. Nothing is ever changed or taken away: what was noted when stays as it was known.

create table books.client_notes (
    batch_id integer primary key,
    client_id varchar not null,
    author varchar not null,
    text varchar not null
);
