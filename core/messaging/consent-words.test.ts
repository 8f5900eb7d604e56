import { describe, expect, it } from 'vitest';
import { consentWord } from './consent-words.ts';

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
  es: ['Baja', 'BAJA.', 'cancelar suscripción', 'Darme de baja'],
  pt: ['SAIR', 'Parar', 'cancelar inscrição', 'Não receber mais mensagens'],
  fr: ['Arrêt', 'ARRÊTER', 'se désabonner', 'Désinscription'],
  de: ['Stopp', 'ABMELDEN', 'Keine Werbung'],
  it: ['Ferma', 'disiscrivimi', 'Annulla iscrizione'],
  hi: ['बंद करें', 'रोकें', 'रोकें।', 'Band karo'],
  id: ['BERHENTI', 'Berhenti berlangganan'],
  ar: ['توقف', 'إلغاء الاشتراك', 'الغاء الاشتراك', 'إيقاف', 'تَوَقَّف'],
  nl: ['Afmelden', 'uitschrijven!'],
  pl: ['Wypisz mnie', 'anuluj subskrypcję'],
  tr: ['DURDUR', 'Abonelikten çık', 'ABONELİKTEN ÇIK', 'aboneliği iptal et'],
  ru: ['Стоп', 'СТОП!!!', 'отписаться'],
  uk: ['стоп', 'відписатися'],
  ro: ['Dezabonare', 'oprește'],
  sv: ['Stoppa', 'Ingen reklam'],
  he: ['הסר', 'הסר.'],
  vi: ['Hủy đăng ký', 'DỪNG LẠI'],
  th: ['หยุด', 'ยกเลิกการสมัคร 🙏'],
  ja: ['停止', '配信停止。'],
  ko: ['수신거부', '구독 취소'],
  zh: ['退订', '退訂！', '取消订阅'],
};
const starts = {
  en: ['START', 'Subscribe', 'unstop', 'opt in'],
  es: ['ALTA', 'suscribirme'],
  pt: ['iniciar', 'Quero receber'],
  fr: ['Démarrer', "s'abonner"],
  de: ['anmelden', 'Abonnieren'],
  it: ['Iscrivimi'],
  hi: ['शुरू करें', 'शुरू'],
  id: ['mulai'],
  ar: ['ابدأ', 'اشتراك'],
  nl: ['aanmelden'],
  pl: ['Wznów', 'zapisz mnie'],
  tr: ['Abone ol'],
  ru: ['подписаться'],
  uk: ['підписатися'],
  ro: ['Abonare'],
  sv: ['Anmäl mig'],
  he: ['הרשמה'],
  vi: ['Đăng ký'],
  th: ['เริ่ม'],
  ja: ['再開'],
  ko: ['수신동의'],
  zh: ['訂閱'],
};

describe('consentWord', () => {
  for (const [language, words] of Object.entries(stops)) {
    it(`understands a stop in ${language}`, () => {
      for (const word of words) expect([word, consentWord(word)]).toEqual([word, 'stop']);
    });
  }
  for (const [language, words] of Object.entries(starts)) {
    it(`understands a start in ${language}`, () => {
      for (const word of words) expect([word, consentWord(word)]).toEqual([word, 'start']);
    });
  }

  it('takes words of one’s own too, but never makes a START of a STOP', () => {
    const own = { stop: ['Keine Post'], start: ['Los!', 'stop'] };
    expect(consentWord('keine post 🙏', own)).toBe('stop');
    expect(consentWord('LOS', own)).toBe('start');
    expect(consentWord('Stop', own)).toBe('stop');
    expect(consentWord('keine post')).toBeNull();
  });

  it('leaves ordinary messages alone, also those that hold such a word', () => {
    const ordinary = [
      'please stop by tomorrow',
      "don't stop",
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
    for (const text of [...ordinary, null, 'toString']) expect(consentWord(text)).toBeNull();
  });
});
