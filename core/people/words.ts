/** Answers in many languages. */

/** A text without case, accents and punctuation, for comparing words of many languages. */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

export const wordSet = (...words: string[]) => new Set(words.flatMap((list) => list.split(',').map(plain)));

/** Answers to "did they agree?" and of columns with yes or no. */
export const yesWords = wordSet(
  'yes,y,true,1,x,on,ok,granted,grant,agreed,accepted,subscribed,optin,opt in,opted in',
  'ja,j,wahr,oui,o,vrai,sí,si,s,verdadero,sim,verdadeiro,vero,да,evet,igen,kyllä,tak,ano,是,はい,예,نعم',
);
export const noWords = wordSet(
  'no,n,false,0,off,denied,deny,refused,rejected,unsubscribed,optout,opt out,opted out,stop',
  'nein,falsch,non,faux,falso,não,nao,nee,нет,hayır,hayir,nem,ei,nie,ne,否,不,いいえ,아니요,لا',
);
/** Neither: nobody asked. */
export const unknownWords = wordSet('unknown,pending,none,n a,unbekannt,inconnu,desconocido,desconhecido');
