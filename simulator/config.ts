import { z } from 'zod';

import { demo } from './seed.ts';
import type { SimulatorOptions } from './server.ts';

/** A value in the environment can't be used. */
export class ConfigError extends Error {
  readonly code = 'invalid_environment';
}

const id = z.string().regex(/^\d{1,32}$/, 'must be digits only');
const environment = z.object({
  SIM_HOST: z.string().min(1).default(demo.host),
  SIM_PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number from 0 to 65535')
    .transform(Number)
    .pipe(z.number().max(65_535, 'must be a port number from 0 to 65535'))
    .default(demo.port),
  SIM_WEBHOOK_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .default(demo.webhookUrl),
  SIM_APP_SECRET: z.string().min(1).default(demo.appSecret),
  SIM_ACCESS_TOKEN: z.string().min(1).default(demo.accessToken),
  SIM_WABA_ID: id.default(demo.wabaId),
  SIM_PHONE_NUMBER_ID: id.default(demo.phoneNumberId),
  SIM_DISPLAY_PHONE_NUMBER: z
    .string()
    .regex(/^\+?[\d\s()-]{5,30}$/, 'must be a phone number such as +1 555 010 0001')
    .default(demo.displayPhoneNumber),
  SIM_DATA_FILE: z.string().optional(),
});

/** Reads the SIM_* variables; an empty one counts as left out. Throws ConfigError with one sentence. */
export function readConfig(
  env: Record<string, string | undefined>,
): SimulatorOptions & { host: string; port: number } {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = environment.safeParse(given);
  if (!result.success) {
    const issue = result.error.issues[0];
    const name = String(issue?.path[0]);
    // A secret's value is not repeated in an error.
    const shown = /SECRET|TOKEN/.test(name) ? '' : ` (it is "${given[name]}")`;
    throw new ConfigError(`The environment variable ${name} ${issue?.message ?? 'is not valid'}${shown}.`);
  }
  const values = result.data;
  return {
    host: values.SIM_HOST,
    port: values.SIM_PORT,
    webhookUrl: values.SIM_WEBHOOK_URL,
    appSecret: values.SIM_APP_SECRET,
    accessToken: values.SIM_ACCESS_TOKEN,
    wabaId: values.SIM_WABA_ID,
    phoneNumberId: values.SIM_PHONE_NUMBER_ID,
    displayPhoneNumber: values.SIM_DISPLAY_PHONE_NUMBER,
    dataFile: values.SIM_DATA_FILE,
  };
}
