import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { freePorts } from '../process/ports.ts';
import { checkPorts, portsInUse } from './port-check.ts';
import { readSettings } from './settings.ts';

describe('checkPorts', () => {
  it('is content when every port is free', async () => {
    const [port = 0] = await freePorts(1);
    await checkPorts([{ port, part: 'the API', variable: 'API_PORT' }]);
  });

  it('names the port, the part and the variable of a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    await expect(
      checkPorts([{ port, part: 'the API and studio', variable: 'API_PORT' }]),
    ).rejects.toMatchObject({
      code: 'port_taken',
      message: `Port ${port}, wanted for the API and studio, is taken: stop what listens there, or set API_PORT to another port.`,
    });
    server.close();
  });

  it('sees a server that listens on all addresses', async () => {
    const server = createServer().listen(0, '0.0.0.0');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    await expect(checkPorts([{ port, part: 'x', variable: 'X' }])).rejects.toMatchObject({
      code: 'port_taken',
    });
    server.close();
  });

  it('refuses two parts on one port', async () => {
    const settings = readSettings({ API_PORT: '4500', SIM_PORT: '4500' });
    await expect(checkPorts(portsInUse(settings, false))).rejects.toMatchObject({
      code: 'bad_environment',
      message: 'SIM_PORT and API_PORT are both 4500: give one of them another port.',
    });
  });
});

describe('portsInUse', () => {
  const variables = (env: NodeJS.ProcessEnv, isDev = false) =>
    portsInUse(readSettings(env), isDev).map(({ variable }) => variable);

  it('asks for no port of a part that the environment gives', () => {
    const env = {
      DATABASE_URL: 'postgres://u:p@db/x',
      SUPABASE_URL: 'https://x.test',
      SUPABASE_PUBLISHABLE_KEY: 'p',
      SUPABASE_SECRET_KEY: 's',
      TEMPORAL_ADDRESS: 'temporal:7233',
      WHATSAPP_GRAPH_URL: 'https://graph.facebook.com',
    };
    expect(variables(env)).toEqual(['API_PORT', 'API_METRICS_PORT', 'WORKER_METRICS_PORT']);
  });

  it("asks for the studio's dev server only in development", () => {
    expect(variables({})).not.toContain('STUDIO_DEV_PORT');
    expect(variables({}, true)).toContain('STUDIO_DEV_PORT');
  });
});
