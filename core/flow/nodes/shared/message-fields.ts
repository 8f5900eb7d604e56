/** What a message brings as `trigger.<field>`: its words, the ad that opened the chat, the campaign that it answers, the product that it asks about. */
export const MESSAGE_FIELDS: readonly string[] = ['text', 'adId', 'adType', 'campaignId', 'productId'];
