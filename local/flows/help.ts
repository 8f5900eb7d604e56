export const HELP = `Flows as files: keep them in git, check and test them in CI.

  npm run flows -- <command> [options] [names or files]

Commands
  pull       write the server's drafts to flows/<name>.flow.json
  push       save files as drafts; with --publish also make them live
  validate   say what is wrong with files, by the rules of the publish gate
  test       run the scripted conversations in flows/<name>.test.json (no server needed)
  diff       say in words what a file changes on the server
  schema     print the JSON Schema of flow files; "schema test" that of test files

Without names a command takes all flows of the folder (pull: all of the server).

Options
  --url <address>    the server; else PARLEY_URL, else http://127.0.0.1:4000
  --org <name>       slug or id of the organisation, when the key is good for several
  --dir <folder>     where the files are; default flows
  --publish          push: publish what was saved
  --note <text>      push --publish: what changed, for the list of versions
  --force            push: overwrite a draft that somebody changed since the last pull
  --offline          validate: ask no server; rules that need one are skipped
  --strict           validate: warnings count as errors
  --published        diff: compare with what is live instead of with the draft
  --exit-code        diff: exit with 1 when there is a difference
  --verbose          test: show every conversation, passed ones too
  --help             this text

PARLEY_API_KEY holds the API key (Settings, API keys; publishing needs an admin's). The demo's own key is used for a server on
this machine.

Exit codes: 0 fine; 1 errors, failed tests or a conflict; 2 wrong usage or an unreadable file; 3 no server.
`;
