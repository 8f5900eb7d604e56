import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheRoot } from '../cache/cache.ts';
import { envRoute, firstThatWorks } from '../cache/routes.ts';
import type { Log } from '../process/log.ts';
import { isExecutable, onPath } from '../process/run.ts';

export type Chromium = {
  executablePath: string;
  /** Command line arguments that this build needs. */
  args: string[];
};

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge',
];
const MAC_APPS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * A Chromium for playwright-core's `chromium.launch(...)`, in this order: CHROMIUM_PATH, an installed one, the
 * headless build inside the npm package @sparticuz/chromium (Linux only), unpacked into the temporary folder.
 * @throws LocalError `binary_missing`
 */
export async function ensureChromium(log: Log = () => {}): Promise<Chromium> {
  // Containers give /dev/shm 64 MB, which isn't enough; and Chromium's own sandbox refuses to run as root.
  const common = ['--disable-dev-shm-usage', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  let packaged: string[] | undefined;
  const executablePath = await firstThatWorks(
    'Chromium',
    [
      envRoute('CHROMIUM_PATH', isExecutable),
      { name: 'installed', find: () => installed() },
      {
        name: 'npm package @sparticuz/chromium',
        find: async () => {
          if (process.platform !== 'linux') throw new Error('it holds a build for Linux only');
          const { default: chromium } = await import('@sparticuz/chromium');
          // In one process the browser ends when its first page closes.
          packaged = chromium.args.filter((arg) => arg !== '--single-process');
          return unpackedInCache(() => chromium.executablePath());
        },
      },
    ],
    'install Chromium or Google Chrome, or set CHROMIUM_PATH to its program',
    log,
  );
  return { executablePath, args: packaged ?? common };
}

/** The package unpacks into the temporary folder, where its file would belong to the first user of this machine who did. */
async function unpackedInCache(unpack: () => Promise<string>): Promise<string> {
  const before = process.env.TMPDIR;
  const folder = join(cacheRoot(), 'chromium');
  await mkdir(folder, { recursive: true });
  process.env.TMPDIR = folder;
  try {
    return await unpack();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

function installed(): string | undefined {
  for (const name of NAMES) {
    const path = onPath(name);
    if (path) return path;
  }
  return MAC_APPS.find(isExecutable);
}
