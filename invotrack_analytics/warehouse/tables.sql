-- What the books keep beside the data sets: where each row came from, and which rows wait for correction.

-- One row per migration that these books have had, or were made with.
create table books.migrations (name varchar primary key);

-- One row per change of the books: an import of one file, a billing run, a void.
create table books.batches (
    batch_id integer primary key,
    kind varchar not null,
    recorded_at timestamp not null unique,
    path varchar,
    sha256 varchar,
    profile varchar,
    counts json not null
);

-- One row per file layout that rejected rows came in, so that they can be given back as they were.
create table books.layouts (
    layout_id integer primary key,
    profile varchar not null,
    header varchar[] not null
);

-- One row per source row that was rejected. It waits until a correction or a late reference resolves it.
create table books.quarantine (
    reject_id varchar primary key,
    batch_id integer not null,
    source_line integer,
    layout_id integer not null,
    fingerprint varchar not null,
    original varchar[] not null,
    parts json not null,
    problems json not null,
    waits boolean not null,
    resolved_in integer
);

-- One row per reference that a waiting row needs.
create table books.awaited (
    reject_id varchar not null,
    dataset varchar not null,
    key varchar not null
);

-- One row per note on a client that a colleague wrote; its batch says when. Rows are only ever added.
create table books.client_notes (
    batch_id integer primary key,
    client_id varchar not null,
    author varchar not null,
    text varchar not null
);

-- One row per invoice, kind and day on which what is given up of the invoice changed. It follows from the write-offs and
-- everything else that reduces the invoice, as the view `given_up_of_all` tells; kept up like the balances.
create table books.given_up (
    invoice_number varchar not null,
    given_up_on date not null,
    kind varchar not null,
    amount decimal(18,3) not null
);
