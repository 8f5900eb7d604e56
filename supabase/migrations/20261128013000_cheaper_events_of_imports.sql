-- An import adds thousands of contacts in a statement: what is the same for all of them is asked once. What a file says of a new
-- contact is where it begins, no change: the next change of that attribute names it as the previous value.
create or replace function private.record_events_of_new_contacts() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    v_cause_depth smallint := private.cause_depth();
    v_routed_at timestamptz := private.contact_event_routed_at();
  begin
    insert into public.contact_events (org_id, contact_id, kind, name, cause_depth, detail, routed_at)
    select c.org_id, c.id, e.kind, e.name, v_cause_depth, e.detail, v_routed_at
    from added c
    cross join lateral (
      select 'tag_added' as kind, t as name, '{}'::jsonb as detail from unnest(c.tags) t
      union all
      select 'attribute_changed', a.key, jsonb_build_object('value', private.scalar(a.value), 'previous', null)
        from jsonb_each(c.attributes) a where v_routed_at is null
    ) e;
    return null;
  end
  $$;
