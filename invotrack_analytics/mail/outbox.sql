-- One row per mail, from the moment at which it is to leave. Times are UTC, as ISO 8601 texts.
create table if not exists mails (
    id text primary key,
    kind text not null,
    client_id text,
    recipient text not null,
    language text,
    message_id text not null,
    about text,
    file text not null,
    sha256 text not null,
    state text not null,
    attempts integer not null default 0,
    next_try text,
    smtp_reply text,
    queued_at text not null,
    sent_at text,
    ended_at text,
    bounced_on text,
    is_posted integer not null default 0
);

create index if not exists mails_of_a_state on mails (state);

create index if not exists mails_sent_lately on mails (sent_at);

-- One row per thing that is said once and never again, such as a step of an invoice, with the mail that says it.
create table if not exists subjects (
    subject text primary key,
    mail_id text not null references mails (id),
    details text not null
);

create index if not exists subjects_of_a_mail on subjects (mail_id);
