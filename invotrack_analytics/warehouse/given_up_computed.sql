-- One row per invoice, kind and day on which what is given up of it changed, told anew: for the past, and to check what is
-- stored.
create or replace view given_up as
select * from given_up_of_all;
