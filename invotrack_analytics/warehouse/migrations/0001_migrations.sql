-- Books remember which migrations they have had, in place of one version number that two developers would both raise.

create table books.migrations (name varchar primary key);

drop table books.meta;
