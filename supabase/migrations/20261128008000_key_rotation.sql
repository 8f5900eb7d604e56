-- The worker seals secrets anew under a new master key (worker/secrets/reseal-secrets.ts): it may change the envelopes, nothing else.

grant update (app_secret, previous_app_secret, verify_token) on private.meta_apps to parley_worker;
grant update (envelope) on private.channel_credentials to parley_worker;
grant update (envelope) on private.org_secrets to parley_worker;

-- A new seal is no new value: the time of the last change stays.
drop trigger _500_touch on private.org_secrets;
create trigger _500_touch before update on private.org_secrets for each row
  when (current_user <> 'parley_worker') execute function private.touch_updated_at();
