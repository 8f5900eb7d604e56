/**
 * What Meta takes, as data (Cloud API, pages of each message type). Characters unless said otherwise. Meta answers 131009 or 100
 * to what goes over.
 */
export const WHATSAPP_LIMITS = {
  text: 4096,
  caption: 1024,
  filename: 240,
  interactiveBody: 1024,
  header: 60,
  footer: 60,
  buttons: 3,
  buttonTitle: 20,
  listButton: 20,
  listRows: 10,
  listSections: 10,
  rowTitle: 24,
  rowDescription: 72,
  sectionTitle: 24,
  ctaLabel: 20,
  /** Meta advises 30, an older page says 20: the shorter one is always taken. */
  flowLabel: 20,
  /** Of one message, over all sections. */
  products: 30,
  productSections: 10,
  /** Commerce Manager takes no longer content ids. */
  productId: 100,
  carouselCards: 10,
  carouselCardsAtLeast: 2,
  carouselBody: 160,
  /** Meta's page names none for interactive messages; carousel templates have at most two a card. */
  carouselReplies: 2,
  /** Some of Meta's pages say 20, some 256: the shorter one is always taken. */
  carouselReplyId: 20,
  url: 2000,
  placeName: 1000,
  placeAddress: 1000,
  contactName: 1024,
  /** Meta's page names 257 cards, its OpenAPI file 5. */
  contactCards: 5,
  /** Of a template. */
  templateButtons: 10,
  templateButtonTitle: 25,
  templateValue: 1024,
  quickReplyPayload: 128,
} as const;

/** Most bytes of a file by kind (Cloud API, Media). A sticker of 100 kB may not move; one that moves may have 500 kB. */
export const MEDIA_LIMITS_BYTES = {
  image: 5 * 1024 * 1024,
  video: 16 * 1024 * 1024,
  audio: 16 * 1024 * 1024,
  document: 100 * 1024 * 1024,
  sticker: 500 * 1024,
} as const;
