import { describe, expect, it } from 'vitest';
import { consentWord } from './consent-words.ts';

/** Each stops wherever it is written. */
const stops = {
  en: [
    'STOP',
    ' stop. ',
    'Stop!!!',
    'UNSUBSCRIBE',
    'Unsubscribe',
    'Opt-out',
    'stop all',
    '“Stop”',
    'stop 🙏',
    'ｓｔｏｐ',
  ],
  es: ['cancelar suscripción', 'Darme de baja'],
  pt: ['cancelar inscrição', 'Não receber mais mensagens'],
  fr: ['se désabonner', 'Désinscription'],
  de: ['Stopp', 'Keine Werbung'],
  it: ['disiscrivimi', 'Annulla iscrizione'],
  hi: ['सदस्यता रद्द करें'],
  id: ['BERHENTI', 'Berhenti berlangganan'],
  ar: ['إلغاء الاشتراك', 'الغاء الاشتراك', 'إيقاف'],
  nl: ['uitschrijven!'],
  pl: ['Wypisz mnie', 'anuluj subskrypcję'],
  tr: ['Abonelikten çık', 'ABONELİKTEN ÇIK', 'aboneliği iptal et'],
  ru: ['Стоп', 'СТОП!!!', 'отписаться'],
  uk: ['стоп', 'відписатися'],
  ro: ['Dezabonare'],
  sv: ['Stoppa', 'Ingen reklam'],
  he: ['הסר', 'הסר.'],
  vi: ['Hủy đăng ký'],
  th: ['ยกเลิกการสมัคร 🙏'],
  ja: ['配信停止。'],
  ko: ['수신거부', '구독 취소'],
  zh: ['退订', '退訂！', '取消订阅'],
};
/** Each stops unless it may be the answer to a question. */
const everyday = {
  es: ['Baja', 'BAJA.', 'Alto', 'Parar'],
  pt: ['SAIR', 'Parar'],
  fr: ['Arrêt', 'ARRÊTER'],
  de: ['ABMELDEN'],
  it: ['Ferma'],
  hi: ['बंद करें', 'रोकें', 'रोकें।', 'Band karo'],
  ar: ['توقف', 'تَوَقَّف', 'إلغاء'],
  nl: ['Afmelden'],
  pl: ['Wypisz'],
  tr: ['DURDUR'],
  ro: ['oprește'],
  he: ['עצור'],
  vi: ['DỪNG LẠI'],
  th: ['หยุด'],
  ja: ['停止'],
  ko: ['중지'],
  zh: ['停止'],
};
const politely = {
  en: [
    'please stop',
    'Stop please',
    'stop sending me messages',
    'Could you please stop messaging me? Thanks',
  ],
  es: ['Por favor, cancelar suscripción', 'dejen de enviarme mensajes', 'parar de enviar mensajes por favor'],
  pt: ['Por favor, pare de me enviar mensagens', 'descadastrar, por favor'],
  fr: ['stop svp', 'Arrêtez de m’envoyer des messages', "Se désabonner s'il vous plaît"],
  de: ['bitte stop', 'Stopp, bitte', 'Bitte keine Nachrichten mehr'],
  it: ['per favore disiscrivimi', 'Smettete di scrivermi, per favore'],
  hi: ['कृपया स्टॉप', 'stop please'],
  id: ['tolong berhenti', 'Tolong hentikan kirim pesan'],
  ar: ['من فضلك إيقاف', 'أوقف الرسائل'],
  nl: ['Stop alsjeblieft', 'stop met berichten sturen aub'],
  pl: ['proszę stop', 'Proszę przestać pisać'],
  tr: ['lütfen stop', 'Mesajları durdur'],
  ru: ['Пожалуйста, стоп', 'не пишите мне больше'],
  uk: ['Будь ласка, стоп', 'Не пишіть мені'],
  ro: ['stop vă rog', 'Opriți mesajele'],
  sv: ['Snälla stoppa', 'Sluta skicka meddelanden, tack'],
  he: ['בבקשה הסר', 'תפסיקו לשלוח הודעות'],
  vi: ['vui lòng hủy đăng ký', 'ngừng gửi tin nhắn'],
  th: ['กรุณาหยุดส่งข้อความ'],
  ja: ['配信停止してください'],
  ko: ['수신거부 부탁드립니다', '메시지 보내지 마세요'],
  zh: ['请退订', '请不要再发消息'],
};
const starts = {
  en: ['START', 'Subscribe', 'unstop', 'opt in'],
  es: ['suscribirme'],
  pt: ['voltar a receber'],
  fr: ["s'abonner"],
  de: ['Abonnieren'],
  it: ['Iscrivimi'],
  hi: ['सदस्यता लें'],
  id: ['berlangganan'],
  ar: ['اشترك'],
  nl: ['opnieuw aanmelden'],
  pl: ['Subskrybuj'],
  tr: ['Abone ol'],
  ru: ['подписаться'],
  uk: ['підписатися'],
  ro: ['Abonează-mă'],
  sv: ['Prenumerera'],
  he: ['הצטרפות לדיוור'],
  vi: ['Đăng ký nhận tin'],
  th: ['สมัครรับข่าวสาร'],
  ja: ['配信再開'],
  ko: ['수신동의'],
  zh: ['重新訂閱'],
};

describe('consentWord', () => {
  const expectAll = (words: string[], meaning: object) => {
    for (const word of words) expect([word, consentWord(word)]).toEqual([word, meaning]);
  };
  for (const [language, words] of Object.entries(stops)) {
    it(`understands a stop in ${language}`, () => expectAll(words, { word: 'stop', isEveryday: false }));
  }
  for (const [language, words] of Object.entries(everyday)) {
    it(`tells an everyday word of ${language} from a stop that is nothing else`, () =>
      expectAll(words, { word: 'stop', isEveryday: true }));
  }
  for (const [language, words] of Object.entries(politely)) {
    it(`understands a polite stop in ${language}`, () =>
      expectAll(words, { word: 'stop', isEveryday: false }));
  }
  for (const [language, words] of Object.entries(starts)) {
    it(`understands a start in ${language}`, () => expectAll(words, { word: 'start', isEveryday: false }));
  }

  it('leaves an everyday word one when somebody says please', () => {
    expectAll(['Baja por favor', 'por favor parar', 'Por favor, para', 'bitte abmelden'], {
      word: 'stop',
      isEveryday: true,
    });
  });

  it('takes words of one’s own too, but never makes a START of a STOP', () => {
    const own = { stop: ['Keine Post', 'baja'], start: ['Los!', 'stop'] };
    expect(consentWord('keine post 🙏', own)).toEqual({ word: 'stop', isEveryday: false });
    expect(consentWord('bitte keine Post', own)).toEqual({ word: 'stop', isEveryday: false });
    expect(consentWord('Baja', own)).toEqual({ word: 'stop', isEveryday: false });
    expect(consentWord('LOS', own)).toEqual({ word: 'start', isEveryday: false });
    expect(consentWord('Stop', own)?.word).toBe('stop');
    expect(consentWord('keine post')).toBeNull();
  });

  it('leaves ordinary messages alone, also those that hold such a word', () => {
    const ordinary = [
      'stop by tomorrow',
      'please stop by tomorrow',
      "don't stop",
      "please don't stop",
      "I can't stop laughing",
      'bus stop',
      'The next stop please',
      'stop at the hotel please',
      'please',
      'messages please',
      'start please',
      'no parar por favor',
      'bitte nicht stoppen',
      'Cancel',
      'No',
      'end',
      'hi',
      '',
      ' ',
      '👍',
      'बंद है',
      'x'.repeat(5_000),
    ];
    for (const text of [...ordinary, null, 'toString'])
      expect([text, consentWord(text)]).toEqual([text, null]);
  });

  it('looks at each rest of a courteous text once', () => {
    // By every order in which its frames can go this takes weeks.
    const courteous = `${'pls '.repeat(14)}x${' pls'.repeat(14)}`;
    expect(courteous.length).toBeLessThan(120);
    expect(consentWord(courteous)).toBeNull();
    expect(consentWord(courteous.replace('x', 'stop'))?.word).toBe('stop');
  });

  it('takes no noun and no everyday word for a yes', () => {
    const words = [
      'alta',
      'iniciar',
      'abonnement',
      'anmelden',
      'starten',
      'подписка',
      'đăng ký',
      'اشتراك',
      '구독',
    ];
    for (const text of words) expect([text, consentWord(text)]).toEqual([text, null]);
  });
});
