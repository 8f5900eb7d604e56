import { launch } from './launch.mjs';

await launch('local/testing/run.ts');
