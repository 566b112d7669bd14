/** Dışa aktarılan dosyada insanların yazdıklarının yanında duran sözler. */
export const transcript = {
  made: '{{program}} ile {{time}} tarihinde dışa aktarıldı.',
  zone: 'Saatler {{zone}} saatidir.',
  room: 'Oda: {{name}}',
  contents: 'Konuşmalar',
  find: 'Bu sayfada ara',
  found: 'Bulunan ileti: {{count}}',
  noneFound: 'İleti bulunamadı',
  notWhole: 'Bu konuşmanın daha eski iletileri bilgisayarda yoktu; burada eksik.',
  edited: 'düzenlendi: {{time}}',
  deleted: 'Bu ileti silindi.',
  pinned: 'sabitleyen: {{name}}',
  forwarded: 'İletilen: {{name}}',
  reply: '{{name}}: {{text}}',
  everyone: 'Herkes',
  somebody: 'Biri',
};

/** Görülebilen her şeyi Oda’dan çıkaran pencere. */
export const exporting = {
  open: 'Dışa aktar…',
  titleOf: 'Dışa aktar: {{name}}',
  titleAll: 'Görebildiğim her şeyi dışa aktar',
  text: 'Bu konuşmanın senin için tek dosyada bir kopyası.',
  textAll: 'Bütün odalarında görebildiğin bütün konuşmaların tek dosyada bir kopyası.',
  noPrivate: 'Özel sohbetler hiçbir zaman içinde olmaz: onlardan hiçbir yerde bir şey saklanmaz.',
  format: 'Dosya türü',
  format_html: 'Okunup aranacak sayfa (HTML)',
  format_json: 'Programlar için veri (JSON)',
  format_text: 'Düz metin',
  start: 'Dışa aktar',
  cancel: 'Dışa aktarmayı iptal et',
  choosing: 'Nereye kaydedileceğini seç…',
  fetching: '{{name}}: daha eski iletiler getiriliyor…',
  writing: 'Yazılıyor… {{percent}}',
  done: '{{name}} adıyla kaydedildi',
  doneText_one: 'İçinde {{count}} ileti var.',
  doneText_other: 'İçinde {{count}} ileti var.',
  notWhole:
    'Odadan daha eski iletiler istenemedi, bu yüzden bazıları eksik. Bağlıyken yeniden dışa aktar.',
  cancelled: 'İptal edildi. Hiçbir şey kaydedilmedi.',
  reveal: 'Klasörde göster',
  again: 'Yeniden dışa aktar',
  settings: 'Görebildiğim her şey',
};

/** Odayı barındıranın başka yerde yazılanları içeri aldığı pencere. */
export const importing = {
  title: 'İçe aktar',
  open: 'İçe aktar…',
  hint: 'WhatsApp, Slack, Discord ya da başka bir Oda’dan bir sohbeti bu odanın bir konusuna al.',
  text: 'Dışa aktarılmış bir sohbet seç: WhatsApp (metin ya da zip), Slack (zip), DiscordChatExporter (JSON) ya da Oda (JSON). Bir şey alınmadan önce içindekini görürsün.',
  choose: 'Dosya seç…',
  taking: 'Dosya alınıyor… {{percent}}',
  looking: 'İçine bakılıyor… şimdiye dek {{found}} ileti',
  chat: '{{name}}: {{people}} kişiden {{messages}} ileti, {{from}} – {{to}}',
  empty: '{{name}}: ileti yok',
  topic: 'Konu',
  everybody:
    'İçeri aldığını odadaki herkes okuyabilir. Her ileti yazanının adını “{{name}}” ile taşır; kimse onu üye sanmaz.',
  sample: '(başka yerden)',
  start: 'İçe aktar',
  cancel: 'İçe aktarmayı iptal et',
  bringing: '#{{topic}}: {{done}} / {{total}}',
  done: 'İçe aktarıldı. Yeni: {{brought}}. Zaten olan: {{known}}.',
  cancelled:
    'İptal edildi. {{brought}} ileti alındı ve kalıyor; aynı dosya kalanını getirir, hiçbirini iki kez değil.',
  failedAfter:
    '{{brought}} ileti alındı ve kalıyor. Sorun giderilince aynı dosya kalanını getirir, hiçbirini iki kez değil.',
  nothing: 'Bu dosyada ileti yok.',
  again: 'Başka bir dosya seç',
};
