-- Customers' servers are told when a campaign begins to send, pauses and is done.

create trigger _650_webhooks_started after update of status on public.campaigns for each row
  when (new.status = 'running' and old.status = 'scheduled') execute function private.tell_changed_row('campaign.started');
create trigger _650_webhooks_paused after update of status on public.campaigns for each row
  when (new.status = 'paused' and old.status <> 'paused') execute function private.tell_changed_row('campaign.paused');
create trigger _650_webhooks_completed after update of status on public.campaigns for each row
  when (new.status = 'completed' and old.status <> 'completed') execute function private.tell_changed_row('campaign.completed');
