/** Plays scripted conversations. In a thread of its own: a flow that goes round and round ends the thread, not the API. */
import { parentPort, workerData } from 'node:worker_threads';
import { runScript } from '../../core/flow/run-scripts.ts';
import type { ScriptWork } from './play-script.ts';

const { doc, script, options } = workerData as ScriptWork;
parentPort!.postMessage('started');
parentPort!.postMessage(runScript(doc, script, options));
