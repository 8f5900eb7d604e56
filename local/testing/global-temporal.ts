import type { TestProject } from 'vitest/node';
import { freePorts } from '../process/ports.ts';
import { ensureTemporalCli } from '../temporal/cli.ts';
import { startTemporal } from '../temporal/server.ts';
import type { ProvidedTemporal } from './provided.ts';
import { share } from './shared.ts';

/** One Temporal dev server in memory for a whole test run; each stack makes its own namespace on it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { value, release } = await share('temporal', startShared);
  project.provide('temporal', value.provided);
  return release;
}

async function startShared(): Promise<{ provided: ProvidedTemporal; end(): Promise<void> }> {
  const cliPath = await ensureTemporalCli((line) => console.log(line));
  const [port = 0] = await freePorts(1);
  const server = await startTemporal({ port, namespace: 'default', cliPath, log: () => {} });
  return { provided: { address: server.address, cliPath }, end: () => server.kill() };
}
