/** Plays scripted conversations. In a thread of its own: a flow that goes round and round ends the thread, not the API. */
import { parentPort } from 'node:worker_threads';
import { runScript } from '../../core/flow/run-scripts.ts';
import type { ScriptWork } from './play-script.ts';

parentPort!.on('message', ({ doc, script, options }: ScriptWork) => {
  parentPort!.postMessage('started');
  parentPort!.postMessage(runScript(doc, script, options));
});
