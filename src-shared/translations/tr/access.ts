/** Who is new and waits at the door, one's computers, and codes for a new password. */
export const access = {
  knock: '{{name}} içeri alınmak istiyor',
  knockFrom: '{{place}}, {{address}}',
  knockMore_one: 've {{count}} kişi daha bekliyor',
  knockMore_other: 've {{count}} kişi daha bekliyor',
  letIn: 'İçeri al',
  letInWho: 'İçeri al: {{name}}',
  turnAway: 'Geri çevir',
  turnAwayWho: 'Geri çevir: {{name}}',
  knocks: 'İçeri alınmayı bekleyenler',
  place_loopback: 'Bu bilgisayardan',
  place_local: 'Yerel ağından',
  place_public: 'İnternetten',

  waitTitle: '“{{room}}” için bekleniyor',
  waitText:
    'Bu oda yeni birini içeri almadan önce sorar. İçeridekilere {{name}} adıyla soruldu. Biri evet deyince içeridesin; bu pencere o zamana dek açık kalabilir.',
  stopWaiting: 'Beklemeyi bırak',

  who: 'Yeni gelenlerden kim girebilir',
  who_open: 'Adresi bilen herkes',
  who_invited: 'Yalnızca davet edilenler',
  who_approval: 'İçeri alınanlar',
  whoText_open: 'Adresi bilen herkes hemen katılabilir.',
  whoText_invited:
    'Yeni gelene davet bağlantısı gerekir; daha önce girmiş olan eskisi gibi girer. Yalın programlar davet gösteremez, bu yüzden konukları dışarıda kalır.',
  whoText_approval:
    'Yeni gelen, daveti yoksa, sen ya da bir moderatör evet diyene kadar bekler; daha önce girmiş olan eskisi gibi girer. Yalın programlar dışarıda kalır: sonradan kimse onları ayırt edemez.',

  devices: 'Bilgisayarlarım…',
  devicesTitle: '{{name}} adının bilgisayarları',
  devicesText:
    '{{name}} adı “{{room}}” odasına bunlardan girer. Artık istemediğinin oturumunu kapat.',
  devicesLooking: 'Bakılıyor…',
  device: 'Adsız bilgisayar',
  deviceOwn: 'Bu bilgisayar',
  deviceIn: 'Şimdi içeride',
  deviceSince: 'İlk giriş: {{time}}',
  deviceSeen: 'son görülme: {{time}}',
  deviceEnd: 'Oturumunu kapat',
  deviceEndWho: 'Oturumunu kapat: {{computer}}',
  deviceEndTitle: '{{computer}} oturumu kapatılsın mı?',
  deviceEndText: 'Hemen odadan çıkar. Oradan yeniden girmek için parola gerekir.',
  deviceEndTextNone:
    'Hemen odadan çıkar ve {{name}} olarak bir daha giremez: bu adın parolası yok. Önce parola koy ya da sonra odayı kurandan kod iste.',

  resetAsk: 'Yeni parola kodu…',
  resetTitle: '{{name}} için yeni parola',
  resetText:
    '{{name}} parolasını ya da bilgisayarını mı yitirdi? Bir kod üret ve birbirinizi tanıdığınız bir yoldan ilet. Bir saat içinde bir kez parolanın yerine geçer ve {{name}} adının öteki bilgisayarlardaki oturumlarını kapatır.',
  resetMake: 'Kod üret',
  resetCode: '{{name}} için kod',
  resetOnce: 'Yalnızca şimdi gösterilir, {{time}} olana kadar geçerlidir. Yeni kod bunu bitirir.',
  resetCopy: 'Kodu kopyala',
  newPassword: 'Yeni parola',
  newPasswordHint: 'Odayı kuranın kodunu yazdın: onunla yeni bir parola seçersin.',
};
