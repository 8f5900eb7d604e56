-- A colleague takes a conversation over from a flow: runs whose flow ends by that hear of it. What a flow hands over itself is no such thing.

-- A 24-hour window that is about to close is something that happens to a contact, too, named by the conversation, as its end is.
alter table public.contact_events
  drop constraint contact_events_kind_check,
  add constraint contact_events_kind_check check (kind in ('tag_added', 'tag_removed', 'attribute_changed', 'consent_changed',
    'segment_entered', 'segment_left', 'api_event', 'goal', 'conversation_resolved', 'window_closing', 'taken_over', 'merged'));

create function private.record_taken_over() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    if private.claims() ?| array['sub', 'key_id'] and exists (
        select from public.flow_runs r where r.contact_id = new.contact_id and r.conversation_id = new.id and r.ended_at is null
          and r.listens_to @> array['taken_over:this']) then
      insert into public.contact_events (org_id, contact_id, kind, name, cause_depth)
      values (new.org_id, new.contact_id, 'taken_over', new.id::text, private.cause_depth());
    end if;
    return null;
  end
  $$;
create trigger _500_taken_over after update of mode on public.conversations for each row
  when (new.mode = 'human' and old.mode is distinct from 'human') execute function private.record_taken_over();
