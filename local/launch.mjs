// What `npm start`, `npm test` and `npm run bench` do first. Plain JavaScript without dependencies, because it
// runs on whatever Node the machine has, before node_modules exists.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MODULES = join(ROOT, 'node_modules');
const PINNED_NODE = join(MODULES, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const OLDEST_NODE = [20, 19];

/** Installs what is missing, then runs `script` (relative to the repository) under the pinned Node. */
export async function launch(script, args = process.argv.slice(2)) {
  process.chdir(ROOT);
  checkNode();
  endWithNpm();
  if (!isInstalled()) await install();
  if (!existsSync(PINNED_NODE)) {
    fail(
      'node_modules holds no Node of its own: run "npm ci" with install scripts allowed (ignore-scripts=false).',
    );
  }
  if (realpathSync(process.execPath) === realpathSync(PINNED_NODE)) {
    process.argv.splice(1, process.argv.length, join(ROOT, script), ...args);
    await import(pathToFileURL(join(ROOT, script)).href);
    return;
  }
  // The channel tells the child when this process is gone, however it ended.
  const child = spawn(PINNED_NODE, [join(ROOT, script), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // Ctrl-C reaches the child by itself; other signals only reach us.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`${PINNED_NODE} can't be run: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}

/** npm passes a signal on to its shell only: without npm nobody would be left to stop us. */
function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  timer.unref();
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  fail(
    `Node ${process.versions.node} is too old: install Node ${OLDEST_NODE.join('.')} or later (https://nodejs.org).`,
  );
}

/**
 * Whether node_modules holds what package-lock.json asks for. Compared by content: file times say nothing after a
 * fresh check-out or a copy.
 */
function isInstalled() {
  const wanted = readPackages(join(ROOT, 'package-lock.json'));
  const present = readPackages(join(MODULES, '.package-lock.json'));
  if (!wanted) fail('package-lock.json is missing or broken: check the repository out again.');
  if (!present) return false;
  return Object.entries(wanted).every(([path, { version, optional, peer }]) => {
    if (path === '' || optional || peer) return true;
    return present[path]?.version === version;
  });
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

async function install() {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  console.log('Installing packages (npm ci) ...');
  const timer = setInterval(() => console.log(`Installing packages (npm ci) ... ${seconds()} s`), 5_000);
  // npm must not run on the Node that it is about to replace.
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(MODULES + sep));
  const child = spawn('npm', ['ci', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'], {
    cwd: ROOT,
    env: { ...process.env, PATH: path.join(delimiter) },
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  const code = await new Promise((resolve) => {
    child.on('error', () => resolve(127));
    child.on('exit', (exitCode) => resolve(exitCode ?? 1));
  });
  clearInterval(timer);
  if (code === 127) fail('npm was not found: install Node with npm (https://nodejs.org) and start again.');
  if (code !== 0) fail(`npm ci ended with code ${code}: see its message above, mend it and start again.`);
  console.log(`Installing packages (npm ci): done in ${seconds()} s`);
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
