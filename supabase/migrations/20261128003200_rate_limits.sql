-- What the API's rate limits have counted, so that several API processes limit together.

-- Unlogged: a crash of Postgres forgets a minute of counts, and writing costs next to nothing. Keys are hashes: no address of
-- anybody is kept. A process adds what it has counted some times a second, not at every request.
create unlogged table private.rate_hits (
  -- Number of the window since 1970.
  time_window bigint not null,
  key_hash text not null,
  hits bigint not null,
  primary key (time_window, key_hash)
);
alter table private.rate_hits enable row level security;
-- NOTE: no policy and no grant: only the function below touches it.

-- Adds hits of keys in a window and answers what all processes together have counted; forgets the windows before the last one.
create function private.add_rate_hits(p_window bigint, p_keys text[], p_hits bigint[])
  returns table (key_hash text, hits bigint)
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    delete from private.rate_hits r where r.time_window < p_window - 1;
    return query
      insert into private.rate_hits as r (time_window, key_hash, hits)
      -- In order, so that two processes never wait for each other in a circle.
      select p_window, given.key, given.hits from unnest(p_keys, p_hits) as given (key, hits) order by given.key
      on conflict on constraint rate_hits_pkey do update set hits = r.hits + excluded.hits
      returning r.key_hash, r.hits;
  end
  $$;
grant execute on function private.add_rate_hits(bigint, text[], bigint[]) to parley_api;

-- NOTE: Postgres lets everybody call a new function; every migration that adds some ends with this line.
revoke execute on all functions in schema private from public;
