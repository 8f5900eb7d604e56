import { fileURLToPath } from 'node:url';
import { buildStudio } from '../supervisor/studio.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The studio as the API serves it, built when its sources are newer. */
export default async function setup(): Promise<void> {
  await buildStudio(ROOT, (line) => process.stderr.write(`studio: ${line}\n`));
}
