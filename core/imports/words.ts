/** What the headers of files say, in many languages. */
import { wordSet } from '../people/words.ts';

/** What the header of a column may say. */
export const headerWords = {
  phone: wordSet(
    'phone,phone number,phonenumber,phone no,telephone,tel,mobile,mobile number,mobile phone,cell,cellphone,cell phone,number',
    'whatsapp,whatsapp number,wa id,waid,msisdn,contact number',
    'telefon,telefonnummer,handy,handynummer,mobil,mobilnummer,rufnummer,nummer',
    'téléphone,numéro,numéro de téléphone,portable,mobile phone number',
    'teléfono,número,número de teléfono,móvil,celular,telefone,telemóvel,número de telefone',
    'telefono,cellulare,numero,numero di telefono,telefoon,telefoonnummer,mobiel,gsm',
    'телефон,номер,номер телефона,мобильный,telefonszám,puhelin,telefon numarası,cep telefonu',
    '电话,手机,手机号,電話,電話番号,携帯,전화번호,전화,هاتف,رقم الهاتف,फ़ोन,nomor telepon,số điện thoại',
  ),
  name: wordSet(
    'name,full name,fullname,contact name,contact,customer,customer name,display name,first name,firstname,given name,forename',
    'last name,lastname,surname,family name',
    'vorname,nachname,vollständiger name,kunde,nom,prénom,nom complet,nombre,nombre completo,apellido,apellidos,nome,nome completo,sobrenome,cognome',
    'naam,voornaam,achternaam,имя,фамилия,фио,név,nimi,ad,soyad,isim,姓名,名字,名前,氏名,이름,성명,الاسم,اسم,नाम,nama,tên',
  ),
  tags: wordSet(
    'tag,tags,label,labels,group,groups,list,lists,category,categories,schlagwort,schlagwörter,gruppe,gruppen,étiquette,étiquettes,groupe,groupes',
    'etiqueta,etiquetas,grupo,grupos,etichetta,etichette,gruppo,gruppi,метка,метки,теги,标签,タグ,태그',
  ),
  consent: wordSet(
    'consent,marketing consent,optin,opt in,opted in,marketing,marketing opt in,newsletter,subscribed,subscription,permission,gdpr,gdpr consent',
    'einwilligung,zustimmung,consentement,abonné,consentimiento,suscrito,consentimento,inscrito,consenso,iscritto,toestemming,согласие,подписка,同意',
  ),
  /** Of our own exports: they follow from the number, or are no person's to write. */
  ignored: wordSet('id,created,created at,updated,updated at,country,language,locale,time zone,timezone'),
};
