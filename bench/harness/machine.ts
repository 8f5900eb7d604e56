import { cpus, loadavg, totalmem } from 'node:os';

/** One line on what the figures were measured on; the load before the run tells whether something else was running. */
export function describeMachine(): string {
  const [load = 0] = loadavg();
  const { model = 'unknown CPU' } = cpus()[0] ?? {};
  const memoryGb = totalmem() / 1024 ** 3;
  return `${cpus().length} cores (${model.trim()}), ${memoryGb.toFixed(0)} GB, ${process.platform} ${process.arch}, Node ${process.versions.node}, load before ${load.toFixed(1)}`;
}
