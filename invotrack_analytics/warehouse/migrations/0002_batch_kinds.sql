-- The kinds of batch are checked where batches are entered (books.BatchKind): a new one then needs no new table.
-- DuckDB can neither drop a check nor add one, so the table is made anew.

create table books.rebuilt (
    batch_id integer primary key,
    kind varchar not null,
    recorded_at timestamp not null unique,
    path varchar,
    sha256 varchar,
    profile varchar,
    counts json not null
);

insert into books.rebuilt (batch_id, kind, recorded_at, path, sha256, profile, counts)
select batch_id, kind, recorded_at, path, sha256, profile, counts
from books.batches;

drop table books.batches;

alter table books.rebuilt rename to batches;
