-- An upload that began while its message was there may end after the file was removed: its worker was cut off from Temporal, or died before
-- it could look again. So the remover comes a second time when no such upload can be under way any more, and only then forgets the path.

alter table private.file_removals
  add column due_at timestamptz not null default now(),
  -- Removed once already: the next time is the last.
  add column is_again boolean not null default false;
create index file_removals_due on private.file_removals (due_at);
grant update (due_at, is_again) on private.file_removals to parley_worker;

-- Also where the row says that there is no file: an attempt that was thought to be dead may have brought it since.
drop trigger _500_file_on_delete on public.messages;
drop trigger _500_file_on_update on public.messages;
create trigger _500_file_on_delete after delete on public.messages for each row
  when (old.media is not null) execute function private.note_file_removal();
create trigger _500_file_on_update after update of media on public.messages for each row
  when (old.media is not null and new.media is null) execute function private.note_file_removal();
