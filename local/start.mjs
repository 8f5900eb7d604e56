import { launch } from './launch.mjs';

await launch('local/main.ts');
