import type { CatalogueOf } from '../catalogue.ts';
import type { finding as model } from '../en/finding.ts';

export const finding: CatalogueOf<typeof model> = {
  bound: 'Oda, bu bilgisayarın {{port}} portunda açık.',
  bound_next: 'Aşağıdaki adreslerden birini portuyla birlikte ver.',
  'bound-here-only': 'Odaya yalnız bu bilgisayardan ulaşılabiliyor: böyle açıldı.',
  'bound-here-only_next': 'Başkaları da girebilsin diye Oda’yı --host olmadan başlat.',
  'no-network': 'Bu bilgisayar hiçbir ağda değil.',
  'no-network_next': 'Wi-Fi’ye ya da kabloyla ağa bağla; bu liste kendiliğinden değişir.',
  'no-address': 'Ağ bu bilgisayara adres vermemiş: {{subject}} adresini kendi uydurmuş.',
  'no-address_next': 'Ağa yeniden bağlan ya da modemi yeniden başlat.',
  'address-local': '{{subject}} aynı ağdakiler için çalışır.',
  'address-local_next': 'Yakındakilere {{place}} adresini ver.',
  'address-public': '{{subject}}, arada bir güvenlik duvarı yoksa her yerden çalışır.',
  'address-public_next': 'Uzaktakilere {{place}} adresini ver.',
  'address-vpn': '{{subject}} yalnız aynı VPN’dekiler için çalışır.',
  'address-vpn_next': 'Yalnız onlara ver; diğerlerine öteki adreslerden biri gerek.',
  'address-virtual': '{{subject}} bu bilgisayardaki sanal makinelerin.',
  'address-virtual_next': 'Bunu verme; başka kimse kullanamaz.',
  'ipv6-only': 'Bu bilgisayarın ağında yalnız IPv6 adresi var.',
  'ipv6-only_next': 'Diğerlerine de IPv6 gerek. Giremiyorlarsa modemde IPv4’ü aç.',
  'shared-address':
    '{{subject}} paylaşılan bir adres: sağlayıcı tek genel adresi çok müşteriye veriyor (CGNAT).',
  'shared-address_next':
    'Bununla internetten kimse giremez. Sağlayıcıdan genel bir adres iste ya da IPv6 veya VPN kullan.',
  'behind-router': 'Bu bilgisayarla internet arasında bir modem var.',
  'behind-router_next':
    'Başka yerdekiler için modemde TCP {{port}} portunu {{subject}} adresine yönlendir. Art arda iki modem varsa ikisinde de. Modemin kendi adresi 10., 100.64 ile 100.127 arası, 172.16 ile 172.31 arası ya da 192.168. ile başlıyorsa sağlayıcıdan genel bir adres iste.',
  'mapping-asking': 'Oda modemden insanları içeri almasını istiyor.',
  'mapping-asking_next': 'Birkaç saniye sürebilir.',
  'mapping-mapped': 'Modem internetten gelenleri {{subject}} adresinde içeri alıyor.',
  'mapping-mapped_next':
    'Uzaktakilere {{subject}} adresini ver; yeni davet bağlantılarında da var. Modem onu odayla birlikte yeniden kapatır.',
  'mapping-refused': 'Modem Oda’nın port açmasına izin vermiyor.',
  'mapping-refused_next':
    'Ayarlarında UPnP ya da NAT-PMP’ye izin ver ya da orada TCP {{port}} portunu {{subject}} adresine yönlendir.',
  'mapping-no-router': 'Port açabilecek hiçbir modem yanıt vermiyor.',
  'mapping-no-router_next':
    'Modemin ayarlarında UPnP ya da NAT-PMP’yi aç ya da orada TCP {{port}} portunu {{subject}} adresine yönlendir.',
  'mapping-no-outside': 'Modemin dışarıda adresi yok: kendisi internette değil.',
  'mapping-no-outside_next':
    'Modemin kablosuna ve ışıklarına bak. Oda ona iki dakikada bir yeniden sorar.',
  'mapping-behind-router':
    'Arka arkaya iki modem var: içteki portu açtı, ama kendi dış adresi {{subject}}.',
  'mapping-behind-router_next':
    'Dıştaki modemde TCP {{port}} portunu {{subject}} adresine yönlendir ya da ikisinden birini köprü kipine al.',
  'mapping-shared':
    'Sağlayıcı tek bir genel adresi birçok müşteriye paylaştırıyor (CGNAT): modemin dışarıda yalnızca {{subject}} adresi var.',
  'mapping-shared_next':
    'Onunla internetten kimse giremez. Sağlayıcıdan genel bir adres iste ya da IPv6 veya VPN kullan.',
  'in-container': 'Oda bir kapsayıcıda (container) çalışıyor: adresleri dışarıda bilinmez.',
  'in-container_next': 'Kapsayıcıyı bununla başlat ve bilgisayarın adresini ver:',
  'wifi-apart': 'Bu Wi-Fi’nin cihazları birbirinden ayırıp ayırmadığı buradan bilinemez.',
  'wifi-apart_next':
    'Yanındakiler katılamıyorsa başka bir Wi-Fi (konuklarınki değil), bir telefonun erişim noktası ya da kablo kullan.',
  'firewall-ufw':
    'ufw güvenlik duvarı açık; girişe izin verip vermediğini root’tan başkasına söylemez.',
  'firewall-ufw_next': 'Diğerleri katılamıyorsa portu uçbirimde aç:',
  'firewall-firewalld': 'firewalld güvenlik duvarı açık ve {{port}} portuna izin vermiyor.',
  'firewall-firewalld_next': 'Portu uçbirimde aç:',
  'firewall-firewalld-open': 'firewalld güvenlik duvarı {{port}} portundan girişe izin veriyor.',
  'firewall-firewalld-open_next': 'Burada yapılacak bir şey yok.',
  'firewall-nftables':
    'Bir güvenlik duvarı (nftables) açık; neye izin verdiğini root’tan başkasına söylemez.',
  'firewall-nftables_next': 'Diğerleri katılamıyorsa portu uçbirimde aç:',
  'firewall-windows': 'Windows güvenlik duvarı açık.',
  'firewall-windows_next':
    'Windows sorduğunda özel ağlarda Oda’ya izin ver. Diğerleri katılamıyorsa portu, yönetici olarak açtığın bir uçbirimde aç:',
  'firewall-macos': 'macOS güvenlik duvarı açık.',
  'firewall-macos_next':
    'macOS sorduğunda gelen bağlantılara izin ver. Sonradan: Sistem Ayarları, Ağ, Güvenlik Duvarı, Seçenekler; orada Oda’ya izin ver.',
  'nearby-on': 'Aynı ağdakiler odayı Odaya katıl altında görür.',
  'nearby-on_next': 'Ona tıklarlar; bir şey yazmaları gerekmez.',
  'nearby-off': 'Aynı ağdakiler odayı Odaya katıl altında görmez.',
  'nearby-off_next': 'Seçenekler altında aç ya da adresi ver.',
  'nearby-hidden': 'Aynı ağdakiler odayı görmez: Oda öyle başlatıldı.',
  'nearby-hidden_next': 'Oda’yı --no-nearby olmadan başlat ya da adresi ver.',
  'nearby-port-taken':
    'Yakındaki kimse odayı görmüyor: 5353 UDP portunu başka bir program kendine ayırmış.',
  'nearby-port-taken_next': 'O programı kapat ya da adresi ver.',
  'nearby-not-allowed':
    'Yakındaki kimse odayı görmüyor: bu bilgisayar Oda’nın bunu söylemesine izin vermiyor.',
  'nearby-not-allowed_next': 'Güvenlik duvarında 5353 UDP portuna izin ver ya da adresi ver.',
};
