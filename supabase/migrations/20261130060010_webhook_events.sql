-- What customers are told of, written in the transaction of the change, for the endpoints that ask for it. Where no endpoint does, each
-- statement costs one look at `webhook_endpoints`. Names are those of core/api/webhook-events.ts.

-- Statements on messages and contact events touch few rows nearly always: nested loops, whatever the planner thinks of transition tables.
create function private.tell_received_messages() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    if not exists (select from public.webhook_endpoints e where e.enabled and e.org_id in (select n.org_id from new_rows n)) then
      return null;
    end if;
    insert into public.webhook_deliveries (org_id, endpoint_id, type, subject_id)
      select n.org_id, e.id, 'message.received', n.id
      from new_rows n join public.webhook_endpoints e on e.org_id = n.org_id and e.enabled and 'message.received' = any (e.events)
      where n.direction = 'inbound' and n.source <> 'history'
      order by n.created_at, n.id;
    -- Written on a phone, which tells us afterwards.
    insert into public.webhook_deliveries (org_id, endpoint_id, type, subject_id, detail)
      select n.org_id, e.id, 'message.status', n.id, jsonb_build_object('status', n.status)
      from new_rows n join public.webhook_endpoints e on e.org_id = n.org_id and e.enabled and 'message.status' = any (e.events)
      where n.direction = 'outbound' and n.source <> 'history' and n.status in ('sent', 'delivered', 'read', 'failed');
    return null;
  end
  $$;
create trigger _650_webhooks_on_insert after insert on public.messages
  referencing new table as new_rows for each statement execute function private.tell_received_messages();

create function private.tell_message_statuses() returns trigger
  language plpgsql security definer set search_path = '' set enable_nestloop = off
  as $$
  begin
    if not exists (select from public.webhook_endpoints e where e.enabled and e.org_id in (select n.org_id from new_rows n)) then
      return null;
    end if;
    insert into public.webhook_deliveries (org_id, endpoint_id, type, subject_id, detail, occurred_at)
      select n.org_id, e.id, 'message.status', n.id, jsonb_build_object('status', n.status),
        coalesce(case n.status when 'sent' then n.sent_at when 'delivered' then n.delivered_at when 'read' then n.read_at end, now())
      from new_rows n join old_rows o on o.id = n.id
      join public.webhook_endpoints e on e.org_id = n.org_id and e.enabled and 'message.status' = any (e.events)
      where n.status <> o.status and n.status in ('sent', 'delivered', 'read', 'failed') and n.direction = 'outbound'
        and n.source <> 'history';
    return null;
  end
  $$;
create trigger _650_webhooks_on_update after update on public.messages
  referencing new table as new_rows old table as old_rows for each statement execute function private.tell_message_statuses();

create function private.tell_contact_events() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    if not exists (select from public.webhook_endpoints e where e.enabled and e.org_id in (select n.org_id from new_rows n)) then
      return null;
    end if;
    insert into public.webhook_deliveries (org_id, endpoint_id, type, contact_event_id)
      select n.org_id, e.id, t.type, n.id
      from new_rows n
      join (values ('tag_added', 'contact.tagged'), ('tag_removed', 'contact.tagged'), ('consent_changed', 'consent.changed'),
        ('goal', 'goal.reached'), ('merged', 'contact.merged')) t (kind, type) on t.kind = n.kind
      join public.webhook_endpoints e on e.org_id = n.org_id and e.enabled and t.type = any (e.events)
      order by n.id;
    return null;
  end
  $$;
create trigger _650_webhooks_on_insert after insert on public.contact_events
  referencing new table as new_rows for each statement execute function private.tell_contact_events();

-- New rows whose id is all that is to be said. The event is the trigger's argument.
create function private.tell_new_rows() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    insert into public.webhook_deliveries (org_id, endpoint_id, type, subject_id)
      select n.org_id, e.id, tg_argv[0], n.id
      from new_rows n join public.webhook_endpoints e on e.org_id = n.org_id and e.enabled and tg_argv[0] = any (e.events);
    return null;
  end
  $$;
create trigger _650_webhooks_on_insert after insert on public.contacts
  referencing new table as new_rows for each statement execute function private.tell_new_rows('contact.created');
create trigger _650_webhooks_on_insert after insert on public.conversations
  referencing new table as new_rows for each statement execute function private.tell_new_rows('conversation.opened');
create trigger _650_webhooks_on_insert after insert on public.flow_runs
  referencing new table as new_rows for each statement execute function private.tell_new_rows('flow_run.started');

-- By row, because nearly every update changes nothing of this, and then `when` spares the call.
create function private.tell_webhooks(p_org_id uuid, p_type text, p_subject_id uuid, p_detail jsonb default '{}') returns void
  language sql volatile security definer set search_path = ''
  as $$
    insert into public.webhook_deliveries (org_id, endpoint_id, type, subject_id, detail)
    select e.org_id, e.id, p_type, p_subject_id, p_detail
    from public.webhook_endpoints e where e.org_id = p_org_id and e.enabled and p_type = any (e.events)
  $$;

create function private.tell_changed_row() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    perform private.tell_webhooks(new.org_id, tg_argv[0], new.id);
    return null;
  end
  $$;
create trigger _650_webhooks_resolved after update on public.conversations for each row
  when (new.status = 'resolved' and old.status <> 'resolved') execute function private.tell_changed_row('conversation.resolved');
create trigger _650_webhooks_opened after update on public.conversations for each row
  when (new.status = 'open' and old.status in ('resolved', 'snoozed')) execute function private.tell_changed_row('conversation.opened');
create trigger _650_webhooks_ended after update on public.flow_runs for each row
  when (new.ended_at is not null and old.ended_at is null) execute function private.tell_changed_row('flow_run.ended');

create function private.tell_assigned() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    perform private.tell_webhooks(new.org_id, 'conversation.assigned', new.id,
      jsonb_build_object('assigneeId', new.assignee_id, 'teamId', new.team_id));
    return null;
  end
  $$;
create trigger _650_webhooks_assigned after update on public.conversations for each row
  when ((new.assignee_id, new.team_id) is distinct from (old.assignee_id, old.team_id)) execute function private.tell_assigned();

create function private.tell_changed_contact() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    perform private.tell_webhooks(new.org_id, 'contact.updated', new.id, jsonb_build_object('changed', array_remove(array[
      case when new.name is distinct from old.name then 'name' end,
      case when new.locale is distinct from old.locale then 'locale' end,
      case when new.country is distinct from old.country then 'country' end,
      case when new.time_zone is distinct from old.time_zone then 'timeZone' end,
      case when new.attributes is distinct from old.attributes then 'attributes' end], null)));
    return null;
  end
  $$;
create trigger _650_webhooks_on_update after update on public.contacts for each row
  when ((new.name, new.locale, new.country, new.time_zone, new.attributes)
    is distinct from (old.name, old.locale, old.country, old.time_zone, old.attributes))
  execute function private.tell_changed_contact();

-- Whoever got a person's data has to hear that it is erased: an id, which tells of nobody any more.
create function private.tell_erased() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    perform private.tell_webhooks(new.org_id, 'contact.erased', new.contact_id);
    return null;
  end
  $$;
create trigger _650_webhooks after update on public.erasures for each row
  when (new.status = 'completed' and old.status <> 'completed') execute function private.tell_erased();

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
