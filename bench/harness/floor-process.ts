import { join } from 'node:path';
import { bareEnvironment } from '../../local/environment.ts';
import { freePorts } from '../../local/process/ports.ts';
import { stackPart } from '../../local/testing/stack-part.ts';
import { ROOT, type BenchStack } from './stack.ts';

export interface FloorProcess {
  url: string;
  stop(): Promise<void>;
}

/** Starts one of the programs in `floor/` as a process of its own; it listens on PORT and answers GET /ready. */
export async function startFloor(
  name: 'express' | 'temporal' | 'posts',
  stack: BenchStack,
  env: Record<string, string>,
): Promise<FloorProcess> {
  const [port] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const part = stackPart({
    name: `floor/${name}`,
    command: process.execPath,
    args: [`bench/floor/${name}.ts`],
    cwd: ROOT,
    env: { ...bareEnvironment(), ...env, PORT: `${port}` },
    readyUrl: `${url}/ready`,
    logFile: join(stack.folder, `floor-${name}.log`),
  });
  // Also when the bench is stopped in the middle of a run.
  stack.alsoStop(() => part.stop());
  await part.start();
  return { url, stop: () => part.stop() };
}
