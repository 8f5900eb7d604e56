import { ConfigError, readConfig } from './config.ts';
import { startSimulator } from './server.ts';

/** Process entry of the simulator; see README.md for the environment variables. */
async function main(): Promise<void> {
  const options = readConfig(process.env);
  const simulator = await startSimulator(options).catch((error: NodeJS.ErrnoException) => {
    throw new Error(startFailure(error, options), { cause: error });
  });
  console.log(
    `simulator: WhatsApp Cloud API and phone at ${simulator.url}, webhooks to ${options.webhookUrl}`,
  );

  const stop = (): void => void simulator.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function startFailure(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is taken: stop the program that uses it or choose another with SIM_PORT.`;
  }
  if (error.code === 'EACCES')
    return `This user may not listen on port ${port}: choose a port above 1023 with SIM_PORT.`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return `This machine has no address ${host}: set SIM_HOST to one of its own, such as 127.0.0.1.`;
  }
  return `The simulator can't start: ${error.message}`;
}

main().catch((error: Error) => {
  console.error(`simulator: ${error.message}`);
  if (!(error instanceof ConfigError) && error.cause === undefined) console.error(error.stack);
  process.exit(1);
});
