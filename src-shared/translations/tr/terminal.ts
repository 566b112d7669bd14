import type { CatalogueOf } from '../catalogue.ts';
import type { terminal as model } from '../en/terminal.ts';

/** Uçbirimden katılan kişinin okudukları. */
export const terminal: CatalogueOf<typeof model> = {
  ask_address: 'Davet bağlantısı ya da odanın adresi (adres ya da adres:port):',
  ask_name: 'Adın ({{name}}):',
  'ask_other-name': 'Başka bir ad:',
  'ask_room-password': 'Odanın parolası:',
  ask_password: '{{name}} için parola:',
  'ask_current-password': '{{name}} için şimdiki parola:',
  'ask_new-password': '{{name}} için yeni parola:',
  'ask_other-password': '{{name}} için yeni parola (boş: artık olmasın):',
  'ask_password-again': 'Bir kez daha:',
  options:
    '--name AD         odadaki adın; verilmezse sorulur\n--key ANAHTAR     odanın anahtarı, ev sahibinin gördüğü gibi; `any` ne gösterilirse kabul eder; verilmezse sorulur\n--data KLASÖR     her şeyi bu klasörde tutar; verilmezse her adın kendi klasörü olur\n--lang en|tr      sözlerin dili\n--json            programlar için satır başına bir JSON nesnesi (docs/TERMINAL.md)\n--nearby          aynı ağdaki odaları listeler ve biter',
  compareKey:
    '“{{room}}” odasına ilk kez giriyorsun. Ev sahibi “Oda” penceresinde dört sözcük görür: bunlar olmalı.\n    {{words}}',
  otherKeyHere:
    'Bu adreste başka anahtarı olan başka bir oda tanıyorsun. Onu istiyorsan arada biri olabilir: h de ve ev sahibine sor.',
  isKeyRight: 'Aynılar mı? (e ya da h)',
  bringKey: 'Aynılarsa şununla yeniden başlat: --key {{key}}',
  badLine:
    'Bu satır, içinde "say", "command" ya da sorulmuş bir "answer" olan bir JSON nesnesi değil.',
  entered: '“{{room}}” odasındasın; adın {{name}}.',
  alone: 'Henüz başka kimse yok.',
  here: 'Şu an burada: {{names}}',
  howTo: 'Yazdıkların herkese gider; /help komutları listeler, exit ayrılır.',
  logsTexts: 'Herkese söylenenler ev sahibinin günlüğünde kalıyor.',
  logsNoTexts: 'Söylenenlerden hiçbiri artık ev sahibinin günlüğünde kalmıyor.',
  everyone: 'herkes',
  aGroup: 'bir grup',
  direct: 'yalnız sana',
  directTo: 'yalnız {{name}} için',
  private: 'özel',
  nobodyNearby: 'Bu ağda burada olduğunu söyleyen oda yok.',
  answerKnock: '/let_in {{name}} ya da /turn_away {{name}}',
  online: '{{name}} yeniden klavyenin başında',
  'do-not-disturb': '{{name}} rahatsız edilmek istemiyor',
  away: '{{name}} uzakta',
  offline: '{{name}} çevrimdışı',
  is_online: 'çevrimiçi',
  'is_do-not-disturb': 'rahatsız etme',
  is_away: 'uzakta',
  is_offline: 'çevrimdışı',
  until: '{{time}} kadar',
  lastSeen: 'son görülme {{time}}',
  guest: 'konuk',
  place: 'Yazdıkların şuraya gidiyor: {{name}}',
  skipped: 'Gösterilmeyen eski satırlar: {{count}}. /search_message bulur.',
  kept: 'Oda dönünce gönderilecek: {{text}}',
  'set-aside': 'Gönderilmedi: {{text}}',
  unsaid: 'Bu arada yazdıkların gönderilmedi: parola olarak yazılmış olabilirler.',
  unsent: 'Henüz gönderilmedi: {{count}}. Geri geldiğinde gönderilir.',
  live: 'Yeniden bağlandı.',
  waiting: '{{cause}} Yazdıkların oda dönünce gönderilir.',
  private_asking: '{{name}} adlı kişiden özel sohbet istendi; yanıt için iki dakikası var.',
  private_asked:
    '{{name}} özel sohbet istiyor. E ya da H? (ya da /accept {{name}}, /decline {{name}})',
  private_open:
    '{{name}} ile özel sohbettesin. Yalnız ikiniz okursunuz, hiçbir şey saklanmaz; EXIT PM ayrılır.',
  compare:
    '{{name}} ile başka bir yoldan, sesle karşılaştır: {{signs}}. O da aynısını görüyorsa arada kimse yok: o zaman /compared yaz.',
  private_interrupted_self: '{{name}} ile özel sohbet bağlantıyı bekliyor.',
  private_interrupted_partner:
    '{{name}} adlı kişinin bağlantısı koptu; özel sohbet 20 saniye bekler.',
  private_ended_declined: '{{name}} özel sohbeti geri çevirdi.',
  private_ended_busy: '{{name}} başka bir özel sohbette.',
  'private_ended_timed-out': 'Yanıt gelmedi; {{name}} ile özel sohbet başlamadı.',
  private_ended_withdrawn: '{{name}} artık özel sohbet istemiyor.',
  'private_ended_answered-elsewhere': '{{name}} ile özel sohbet başka yerde yanıtlandı.',
  private_ended_left: '{{name}} özel sohbetten ayrıldı!',
  'private_ended_not-intact':
    '{{name}} ile özel sohbet bitirildi: yolda bir şey kaybolmuş, değişmiş ya da araya sokulmuş.',
  private_ended_lost: '{{name}} ile özel sohbet bitti: bağlantı koptu.',
  'private_ended_connection-lost': '{{name}} ile özel sohbet bitti: bağlantın koptu.',
  goodbye: 'Hoşça kal!',
};
