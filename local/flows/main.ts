/** `npm run flows -- <command>`: flows as files. */
import { runFlows } from './run.ts';

process.exitCode = await runFlows(process.argv.slice(2), {
  env: process.env,
  print: (line) => console.log(line),
  printError: (line) => console.error(line),
});
