/** `npm run chaos`: the long form of the crash proofs. PARLEY_CHAOS_SECONDS (600) and PARLEY_CHAOS_SEED set length and seed. */
import { launch } from './launch.mjs';

process.env.PARLEY_CHAOS_SECONDS ??= '600';
process.argv.push('--project', 'stack', 'e2e/worker-kills.stack.test.ts');
await launch('local/testing/run.ts');
