-- Slices of an import are written side by side, so what is done is no longer all rows up to a position: `done` says which, and `position`
-- how many. A slice claims its rows with its last statement, so a row is never done twice.
alter table public.imports add column done int4multirange not null default '{}';
update public.imports set done = int4multirange(int4range(0, position)) where position > 0;
