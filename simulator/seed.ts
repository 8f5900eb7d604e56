/**
 * What a fresh simulator knows: one business account with one number and three approved templates.
 * Everything here is sample data of the local stack; production never sees it.
 */
export const demo = {
  host: '127.0.0.1',
  port: 4010,
  webhookUrl: 'http://127.0.0.1:4000/webhooks/whatsapp',
  appId: '300000000000001',
  appName: 'Parley local',
  appSecret: 'local-app-secret',
  accessToken: 'local-access-token',
  wabaId: '200000000000001',
  wabaName: 'Parley Demo',
  phoneNumberId: '100000000000001',
  displayPhoneNumber: '+1 555 010 0001',
  verifiedName: 'Parley Demo',
} as const;

/** The catalogue of every account until a test sets another one. */
export const demoCatalog = {
  id: '400000000000001',
  products: [
    { id: 'mug-blue', name: 'Blue mug', price: 14.5, currency: 'EUR' },
    { id: 'mug-red', name: 'Red mug', price: 14.5, currency: 'EUR' },
    { id: 'teapot', name: 'Teapot, 1 litre', price: 39.9, currency: 'EUR' },
    { id: 'tea-green', name: 'Green tea, 100 g', price: 8.25, currency: 'EUR' },
    { id: 'tea-black', name: 'Black tea, 100 g', price: 7.75, currency: 'EUR' },
  ],
} as const;

/** Bodies as they would be posted to `/{waba-id}/message_templates`, with ids that survive a restart. */
export const demoTemplates: ReadonlyArray<Record<string, unknown>> = [
  {
    id: '500000000000001',
    name: 'appointment_reminder',
    language: 'en_US',
    category: 'UTILITY',
    components: [
      {
        type: 'BODY',
        text: 'Hi {{1}}, this is a reminder of your visit on {{2}}.',
        example: { body_text: [['Maya', 'Tuesday']] },
      },
    ],
  },
  {
    id: '500000000000002',
    name: 'thanks_update',
    language: 'en_US',
    category: 'UTILITY',
    components: [
      {
        type: 'BODY',
        text: 'Hi {{1}}, thank you for your interest. We will be in touch.',
        example: { body_text: [['Maya']] },
      },
    ],
  },
  {
    id: '500000000000003',
    name: 'weekly_offer',
    language: 'en_US',
    category: 'MARKETING',
    components: [
      {
        type: 'BODY',
        text: 'Hi {{1}}, this week: {{2}} off everything.',
        example: { body_text: [['Maya', '20%']] },
      },
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
