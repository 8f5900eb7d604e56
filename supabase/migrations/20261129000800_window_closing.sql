-- A 24-hour window that is about to close is something that happens to a contact, named by the conversation, as its end is.

alter table public.contact_events
  drop constraint contact_events_kind_check,
  add constraint contact_events_kind_check check (kind in ('tag_added', 'tag_removed', 'attribute_changed', 'consent_changed',
    'segment_entered', 'segment_left', 'api_event', 'goal', 'conversation_resolved', 'window_closing', 'merged'));
