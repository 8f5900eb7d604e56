import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { cpuMs, memoryMb, rssMb } from './processes.ts';

describe.runIf(process.platform === 'linux')('a process tree', () => {
  it('counts the CPU time of children, running or ended', async () => {
    const burn = 'const end = Date.now() + 300; while (Date.now() < end);';
    const script = `
      const { spawnSync, spawn } = require('node:child_process');
      spawnSync(process.execPath, ['-e', ${JSON.stringify(burn)}]);
      const running = spawn(process.execPath, ['-e', ${JSON.stringify(`${burn} console.log('burnt'); setInterval(() => {}, 1000)`)}]);
      running.stdout.pipe(process.stdout);
      process.on('SIGTERM', () => { running.kill('SIGKILL'); process.exit(); });`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    const spentMs = cpuMs(child.pid!);
    const memory = memoryMb(child.pid!);
    child.kill();
    await once(child, 'exit');
    // Both burn up to 300 ms each; a busy machine gives them less.
    expect(spentMs).toBeGreaterThan(150);
    expect(memory).toBeGreaterThan(10);
  });

  it('uses nothing when there is no such process', () => {
    expect([cpuMs(999_999_999), memoryMb(999_999_999), rssMb(999_999_999)]).toEqual([0, 0, 0]);
  });
});
