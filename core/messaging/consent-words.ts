/**
 * Words by which people stop marketing messages or take them up again. Only a whole message counts: "please stop by
 * tomorrow" is no opt-out. Words that answer everyday questions ("cancel", "end", "no") are left out on purpose, because
 * bots offer them as buttons.
 */

export type ConsentWord = 'stop' | 'start';

const STOP_WORDS: Record<string, string[]> = {
  en: [
    'stop',
    'stop all',
    'stopall',
    'stop messages',
    'stop messaging me',
    'stop promotions',
    'stop marketing',
    'unsubscribe',
    'unsubscribe me',
    'opt out',
    'optout',
    'remove me',
  ],
  es: [
    'alto',
    'parar',
    'pare',
    'baja',
    'dar de baja',
    'darme de baja',
    'cancelar suscripcion',
    'anular suscripcion',
    'desuscribir',
    'desuscribirme',
    'no recibir mas mensajes',
    'detener promociones',
    'detener',
  ],
  pt: [
    'parar',
    'pare',
    'sair',
    'descadastrar',
    'cancelar inscricao',
    'cancelar subscricao',
    'remover inscricao',
    'nao receber mais mensagens',
    'parar promocoes',
  ],
  fr: [
    'arret',
    'arreter',
    'arretez',
    'desabonner',
    'desabonnement',
    'se desabonner',
    'me desabonner',
    'desinscription',
    'se desinscrire',
    'arreter les promotions',
  ],
  de: [
    'stopp',
    'abmelden',
    'abbestellen',
    'austragen',
    'keine werbung',
    'keine nachrichten mehr',
    'werbung stoppen',
  ],
  it: [
    'ferma',
    'fermati',
    'basta messaggi',
    'disiscrivimi',
    'disiscriviti',
    'disiscrizione',
    'annulla iscrizione',
    'cancella iscrizione',
    'cancellami',
    'interrompi promozioni',
  ],
  hi: ['रोकें', 'रोको', 'बंद करें', 'बंद करो', 'सदस्यता समाप्त करें', 'सदस्यता रद्द करें', 'band karo', 'band karein'],
  id: [
    'berhenti',
    'berhenti berlangganan',
    'stop promosi',
    'hentikan',
    'hentikan promosi',
    'batal langganan',
  ],
  ar: ['توقف', 'ايقاف', 'أوقف', 'قف', 'الغاء الاشتراك', 'إلغاء الاشتراك', 'الغاء', 'إيقاف الرسائل'],
  nl: ['afmelden', 'uitschrijven', 'geen reclame', 'geen berichten meer'],
  pl: ['wypisz', 'wypisz mnie', 'zatrzymaj', 'anuluj subskrypcje', 'bez reklam'],
  tr: ['durdur', 'abonelikten çık', 'abonelikten çik', 'aboneliği iptal et', 'mesaj istemiyorum'],
  ru: ['стоп', 'отписаться', 'отписка', 'отпишите меня', 'хватит сообщений'],
  uk: ['стоп', 'відписатися', 'відпишіть мене'],
  ro: ['opreste', 'dezabonare', 'dezabonati ma', 'fara reclame'],
  sv: ['stoppa', 'avsluta prenumeration', 'avregistrera', 'ingen reklam'],
  he: ['הסר', 'הסירו אותי', 'עצור', 'ביטול הרשמה'],
  vi: ['dừng lại', 'hủy đăng ký', 'ngừng nhận tin'],
  th: ['หยุด', 'ยกเลิกการสมัคร', 'ยกเลิกรับข่าวสาร'],
  ja: ['停止', '配信停止', '登録解除'],
  ko: ['중지', '수신거부', '구독 취소'],
  zh: ['停止', '退订', '退訂', '取消订阅', '取消訂閱'],
};

const START_WORDS: Record<string, string[]> = {
  en: ['start', 'unstop', 'subscribe', 'resubscribe', 'opt in', 'optin', 'resume messages', 'start messages'],
  es: ['alta', 'iniciar', 'reanudar', 'suscribir', 'suscribirme', 'darme de alta', 'recibir mensajes'],
  pt: [
    'iniciar',
    'retomar',
    'inscrever',
    'inscrever me',
    'quero receber',
    'voltar a receber',
    'receber mensagens',
  ],
  fr: ['demarrer', 'reprendre', 's abonner', 'm abonner', 'abonnement', 's inscrire'],
  de: ['anmelden', 'abonnieren', 'starten', 'wieder anmelden', 'fortsetzen'],
  it: ['avvia', 'riprendi', 'iscrivimi', 'iscriviti', 'abbonami'],
  hi: ['शुरू', 'शुरू करें', 'शुरू करो', 'सदस्यता लें', 'shuru karo', 'shuru karein'],
  id: ['mulai', 'langganan', 'berlangganan', 'mulai lagi', 'lanjutkan'],
  ar: ['ابدأ', 'بدء', 'اشترك', 'اشتراك', 'استئناف'],
  nl: ['aanmelden', 'inschrijven', 'opnieuw aanmelden'],
  pl: ['zapisz mnie', 'subskrybuj', 'wznow'],
  tr: ['başla', 'abone ol', 'yeniden başla'],
  ru: ['старт', 'подписаться', 'подписка', 'возобновить'],
  uk: ['старт', 'підписатися', 'підписка'],
  ro: ['incepe', 'abonare', 'aboneaza ma'],
  sv: ['prenumerera', 'anmal mig', 'ateruppta'],
  he: ['התחל', 'הרשמה', 'הירשם'],
  vi: ['bắt đầu', 'đăng ký'],
  th: ['เริ่ม', 'สมัครรับข่าวสาร'],
  ja: ['開始', '再開'],
  ko: ['시작', '구독', '수신동의'],
  zh: ['开始', '開始', '订阅', '訂閱'],
};

/** Words of an organisation's own, beside those of all. */
export interface OwnWords {
  stop: readonly string[];
  start: readonly string[];
}

/** What a whole message says about marketing; null for anything else. Case, accents, punctuation and emoji don't matter. */
export function consentWord(text: string | null, own?: OwnWords): ConsentWord | null {
  // The longest word in the lists is far shorter; long texts needn't be normalised.
  if (text === null || text.length > MAX_LENGTH) return null;
  const plain = normalise(text);
  if (plain === '') return null;
  const isOwn = (words: readonly string[] = []) => words.some((word) => normalise(word) === plain);
  if (isOwn(own?.stop)) return 'stop';
  return meanings.get(plain) ?? (isOwn(own?.start) ? 'start' : null);
}

const MAX_LENGTH = 120;

/**
 * Letters of any script and digits, single spaces, lower case. Latin accents and Arabic vowel signs go, and so do the
 * variants of alef and ya. Other marks stay: in Devanagari they are vowels.
 */
function normalise(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f\u064b-\u065f\u0670\u0640]/g, '')
    .replace(/[\u0622\u0623\u0625\u0671]/g, '\u0627')
    .replace(/\u0649/g, '\u064a')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .replace(/\ufe0f/g, '')
    .trim();
}

/** The words by language (ISO 639-1), for people who want to know. */
export const consentWords = { stop: STOP_WORDS, start: START_WORDS };

const meanings = new Map<string, ConsentWord>();
for (const word of Object.values(START_WORDS).flat()) meanings.set(normalise(word), 'start');
// A word in both lists would stop: silence is the safer reading.
for (const word of Object.values(STOP_WORDS).flat()) meanings.set(normalise(word), 'stop');
