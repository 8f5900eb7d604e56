/**
 * The demo organisation's channels and flows: what supabase/seed.sql can't say because it needs encryption or the flow engine.
 * Repeating it changes nothing; production never seeds.
 */
import postgres from 'postgres';
import type { FlowDoc } from '../../core/flow/document.ts';
import { semanticHash } from '../../core/flow/hash.ts';
import { followUpDripFlow } from '../../core/flow/samples/follow-up-drip.ts';
import { welcomeFlow } from '../../core/flow/samples/welcome.ts';
import { compileTriggers } from '../../core/flow/triggers.ts';
import { seed } from '../db/migrate.ts';
import { sealSecret, secretContext } from '../secrets/envelope.ts';

export const demo = {
  orgId: '0a000000-0000-4000-8000-000000000001',
  ownerId: '0d000000-0000-4000-8000-000000000001',
  wabaAccountId: '0e000000-0000-4000-8000-000000000001',
  phoneNumberId: '0f000000-0000-4000-8000-000000000001',
  metaWabaId: '200000000000001',
  metaPhoneNumberId: '100000000000001',
  displayPhoneNumber: '+1 555 010 0001',
  appKey: 'default',
  appSecret: 'local-app-secret',
  verifyToken: 'local-verify-token',
  accessToken: 'local-access-token',
  flows: {
    welcome: '01000000-0000-4000-8000-000000000001',
    followUpDrip: '01000000-0000-4000-8000-000000000002',
  },
} as const;

const templates = [
  {
    name: 'appointment_reminder',
    category: 'UTILITY',
    components: [{ type: 'BODY', text: 'Hi {{1}}, this is a reminder of your visit on {{2}}.' }],
  },
  {
    name: 'thanks_update',
    category: 'UTILITY',
    components: [{ type: 'BODY', text: 'Hi {{1}}, thank you for your interest. We will be in touch.' }],
  },
  {
    name: 'weekly_offer',
    category: 'MARKETING',
    components: [
      { type: 'BODY', text: 'Hi {{1}}, this week: {{2}} off everything.' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Show me' },
          { type: 'QUICK_REPLY', text: 'Stop' },
        ],
      },
    ],
  },
];

/**
 * @param adminUrl owner's connection
 * @param masterKey seals the demo secrets: the one that api and worker will have
 * @throws MigrationError `seed_refused` when NODE_ENV is production
 */
export async function seedDemo(adminUrl: string, masterKey: string): Promise<void> {
  await seed(adminUrl);
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await sql.begin(async (tx) => {
      await seedChannels(tx, masterKey);
      await seedFlow(tx, demo.flows.welcome, 'Welcome', welcomeFlow);
      await seedFlow(tx, demo.flows.followUpDrip, 'Follow-up drip', followUpDripFlow);
    });
  } finally {
    await sql.end();
  }
}

async function seedChannels(tx: postgres.TransactionSql, masterKey: string): Promise<void> {
  await tx`
    insert into private.meta_apps (app_key, app_secret, verify_token)
    values (${demo.appKey}, ${sealSecret(masterKey, secretContext.appSecret(demo.appKey), demo.appSecret)},
      ${sealSecret(masterKey, secretContext.verifyToken(demo.appKey), demo.verifyToken)})
    on conflict do nothing`;
  await tx`
    insert into waba_accounts (id, org_id, app_key, meta_waba_id, name, is_sample)
    values (${demo.wabaAccountId}, ${demo.orgId}, ${demo.appKey}, ${demo.metaWabaId}, 'Demo account', true) on conflict do nothing`;
  await tx`
    insert into phone_numbers (id, org_id, waba_account_id, meta_phone_number_id, display_phone_number, verified_name, is_sample)
    values (${demo.phoneNumberId}, ${demo.orgId}, ${demo.wabaAccountId}, ${demo.metaPhoneNumberId}, ${demo.displayPhoneNumber},
      'Parley Demo', true) on conflict do nothing`;
  await tx`
    insert into private.channel_credentials (org_id, waba_account_id, kind, envelope)
    values (${demo.orgId}, ${demo.wabaAccountId}, 'access_token',
      ${sealSecret(masterKey, secretContext.accessToken(demo.orgId), demo.accessToken)}) on conflict do nothing`;
  await tx`insert into private.rate_buckets (phone_number_id, tokens) values (${demo.phoneNumberId}, 80) on conflict do nothing`;
  for (const { name, category, components } of templates) {
    await tx`
      insert into templates (org_id, waba_account_id, name, language, category, status, components, is_sample)
      values (${demo.orgId}, ${demo.wabaAccountId}, ${name}, 'en_US', ${category}, 'APPROVED', ${tx.json(components)}, true)
      on conflict do nothing`;
  }
}

/** Draft and first published version, by the same function that the API publishes with. */
async function seedFlow(tx: postgres.TransactionSql, id: string, name: string, doc: FlowDoc): Promise<void> {
  const draft = asJson(tx, doc);
  const added = await tx`
    insert into flows (id, org_id, name, draft, draft_hash, is_sample)
    values (${id}, ${demo.orgId}, ${name}, ${draft}, ${await semanticHash(doc)}, true) on conflict do nothing`;
  if (added.count === 0) return;
  await tx`select set_config('request.jwt.claims', ${JSON.stringify({ sub: demo.ownerId })}, true)`;
  await tx`
    select private.publish_flow(${demo.orgId}, ${id}, 1, 'Sample', ${asJson(tx, compileTriggers(doc))}, ${asJson(tx, doc.rules)})`;
}

function asJson(tx: postgres.TransactionSql, value: unknown) {
  return tx.json(JSON.parse(JSON.stringify(value)) as postgres.JSONValue);
}
