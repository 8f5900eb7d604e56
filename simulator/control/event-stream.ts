import type { ServerResponse } from 'node:http';

/** A phone page that reads slower than this many waiting bytes is cut off; it reconnects and loads the thread anew. */
const MAX_WAITING_BYTES = 1_000_000;
const HEARTBEAT_MS = 15_000;

/** The live channel of the phone page, as server-sent events. */
export interface EventStream {
  /** False while nobody listens: callers skip the work of building an event. */
  readonly hasListeners: boolean;
  add(response: ServerResponse): void;
  publish(event: string, data: unknown): void;
  close(): void;
}

export function createEventStream(): EventStream {
  const listeners = new Set<ServerResponse>();
  let heartbeat: NodeJS.Timeout | undefined;

  function write(text: string): void {
    for (const listener of listeners) {
      if (listener.writableLength > MAX_WAITING_BYTES) listener.destroy();
      else listener.write(text);
    }
  }

  return {
    get hasListeners() {
      return listeners.size > 0;
    },
    add(response) {
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        connection: 'keep-alive',
      });
      response.write('retry: 1000\n\n');
      listeners.add(response);
      heartbeat ??= setInterval(() => write(': still here\n\n'), HEARTBEAT_MS).unref();
      response.on('close', () => {
        listeners.delete(response);
        if (listeners.size === 0) {
          clearInterval(heartbeat);
          heartbeat = undefined;
        }
      });
    },
    publish(event, data) {
      write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    close() {
      clearInterval(heartbeat);
      for (const listener of listeners) listener.end();
    },
  };
}
