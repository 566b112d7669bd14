import type { CatalogueOf } from '../catalogue.ts';
import type { hostPanel as hostPanelModel, log as logModel } from '../en/host-panel.ts';

export const hostPanel: CatalogueOf<typeof hostPanelModel> = {
  title: 'Senin odan',
  open: 'Ev sahibi panelini göster',
  close: 'Ev sahibi panelini kapat',
  views: 'Ev sahibi panelinin bölümleri',
  starting: 'Oda açılıyor…',

  invite: 'Davet',
  inviteTitle: 'Diğerleri nasıl girer',
  inviteText: 'Oda’yı açar, Odaya katıl’a tıklar ve bu adresi yazarlar.',
  copyAddress: 'Adresi kopyala',
  qrLabel: '{{address}} için QR kodu',
  qrText: 'Ya da okutur, hiçbir şey yazmazlar.',
  allAddresses: 'Bu bilgisayarın bütün adresleri',
  scope_local: 'Yerel ağ',
  scope_public: 'İnternet',
  scope_loopback: 'Yalnız bu bilgisayar',
  noAddress: 'Bu bilgisayar hiçbir ağda değil',
  noAddressText: 'Wi-Fi’ye ya da kabloyla ağa bağla; diğerleri için adres burada görünür.',
  port: 'Port',

  across: 'Başka bir ağdan',
  acrossLocal: 'Yukarıdaki adresler kendi ağında çalışır. Başka yerden de girilebilsin diye:',
  acrossPublic:
    'Yukarıdaki adreslerden biri genel: yolda bir güvenlik duvarı durdurmuyorsa herkes, her yerden kullanabilir. Giremiyorlarsa:',
  acrossForward:
    'Modeminin ayarlarında TCP {{port}} portunu {{address}} adresine yönlendir. Çoğunlukla adı “port yönlendirme” ya da “sanal sunucu”dur.',
  acrossFirewall: 'Bu bilgisayarın güvenlik duvarında Oda’ya ya da {{port}} portuna izin ver.',
  acrossAddress: 'Modemin gösterdiği genel adresini portla birlikte ver: genel-adres:{{port}}.',
  acrossShared:
    'Modem, web sitelerinin gördüğünden başka bir adres mi gösteriyor? O zaman sağlayıcın bir adresi çok müşteriye paylaştırıyor; genel bir adres istemen gerekir.',

  activity: 'Etkinlik',
  connections: 'Şimdi bağlı olanlar',
  connections_none: 'Henüz kimse bağlı değil. Adresi ver, bağlananlar burada görünür.',
  connectionName: 'Ad',
  connectionFrom: 'Adres',
  connectionSince: 'Başlangıç',
  unnamed: 'giriş yapıyor…',
  perMinute: 'Dakikada ileti',
  perMinuteText_one: 'Son 30 dakikada {{count}} ileti, bir dakikada en çok {{most}}.',
  perMinuteText_other: 'Son 30 dakikada {{count}} ileti, bir dakikada en çok {{most}}.',
  perMinuteNone: 'Son 30 dakikada ileti yok.',
  ago: '30 dk önce',
  now: 'şimdi',
  storage: 'Depolama',
  stored: 'Diskte',
  running: 'Açık',

  log: 'Günlük',
  logEmpty: 'Odada ne olursa buraya yazılır.',
  logNewest: 'En yeniye git',
};

export const log: CatalogueOf<typeof logModel> = {
  'socket-created': 'Soket oluşturuldu',
  bound: '{{port}} portuna bağlandı',
  ready: 'Hazır: oda açık, kişileri bekliyor',
  connected: 'Yeni bağlantı: {{where}}',
  registered: '{{name}} burada yeni, kaydedildi',
  'signed-in': '{{name}} giriş yaptı: {{where}}',
  resumed: '{{name}} geri döndü: {{where}}',
  message: 'İleti gönderdi: {{name}}',
  message_everyone: 'Herkese ileti gönderdi: {{name}}',
  message_direct: 'Birine doğrudan ileti gönderdi: {{name}}',
  refused: 'Reddedildi, {{who}}: {{reason}}',
  left: '{{name}} ayrıldı',
  lost: 'Bağlantı koptu: {{name}}',
  disconnected: 'Bağlantı kapandı: {{who}}',
  closed: 'Oda kapatıldı',
  nobody: 'biri',
  nowhere: 'bu bilgisayar',
};
