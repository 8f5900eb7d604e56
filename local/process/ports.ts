import { connect, createServer } from 'node:net';

/** Whether a server could listen on `port` of this machine now. */
export async function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  if (!(await canBind(port, host))) return false;
  // NOTE: a server on 0.0.0.0 or [::] doesn't always stop us from binding 127.0.0.1, but clients may reach it.
  return !(await answers(port, host));
}

/**
 * A port that nobody listens on. The system picks it; whoever needs it must take it soon.
 * Two calls side by side give different ports, because the first is still held while the second is picked.
 */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0, '127.0.0.1')));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listen(port: number, host: string): Promise<ReturnType<typeof createServer>> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}

async function canBind(port: number, host: string): Promise<boolean> {
  try {
    const server = await listen(port, host);
    await new Promise((resolve) => server.close(resolve));
    return true;
  } catch {
    return false;
  }
}

function answers(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 500 });
    const done = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => done(true));
    socket.once('timeout', () => done(false));
    socket.once('error', () => done(false));
  });
}
