"""Everyday words of three languages that are also rows of Korean syllables: in a, so on, ли на.

Some of them beside one another, in small letters, are no name. Words that are usual spellings of a
Korean name, as young, sun and king, are left out: “an young sun” is somebody.
"""

_ENGLISH = """
a abandon abuse adam adoption again agenda ago agree aim aka alan albeit along alpha also alumni
am amazon among an animal annual anti april arena arise asia asian at attack attention audio
audit aug auto away back backup bag bail bailey balloon ban baron base bat be bee been began
begin begun belong ben benjamin bet beta big billion bio bit bob boo book boom boot bottom
bucket bug bullet burial but button buy bye chain champion channel chat cheap cheat check cheese
china chinese choose chose chosen dam daniel dark data database day deep degree del delay delta
demo den denial dense deposit depot detail detain detention diagram dial die dig digital
dimension dip disagree disease do dog domain don donation dose dot dozen dual duck due duration
e echo edit edition eg ego else em email enjoy era eu euro eye gabriel gain gap gem gen general
get ghana go goal golden gonna got gotten guarantee gun guy habit hack hang happen hat he
headache heat heck hello her hey hi highway him hip hit holiday hook hop horizon horizontal hot
hotel house hub human hung i ie iii illegal imperial impose in india indian initial input
integral intel intention interim into ion iran iranian it italian item jail jam jan japan
japanese jason job joey join jonathan joy julia julian keen keep kenya key kick kinda kit
kitchen la lab label lack lang latin lay layout leg legal legit let liberal lie likewise limit
lit lock log logo lol long look loop loose lose lot luck mail main maintain malaysia mali man
manual manuel map maria mario mark market material may me media median medium meet memorial men
mention menu merit met michael michigan migration million mini minimal minimum minnesota mock
model momentum mon monday money monkey moral motion multi mutual nation national natural nazi
neil net neutral niche nick nigeria ninja no noise nominee non nonsense nose not notion obtain
oh ok okay on onto open opera opinion optimal option optional origin original ottawa pack pain
panama panel parallel patrick pause pay pen pension petition petroleum phase phenomenon phil
pick pie pin poison pollution pool pop pose position potential pub pulse put putin radio raise
ran random rat ratio rational rebel rebellion region regional regret relation relay religion
remain rep retain retaliation reunion rip rise robot roman romania room root rotation run rural
samsung samuel sat say sea seal season seasonal seat see seek seem seen semi sensation sense sep
serial set setup she sheet ship shot shut sick signal sin sit situation so soap solution someday
soup sub submit suck sudan suit sum summit sunday suppose tab tag tail taiwan taken tan tap ten
tense tension thai than that the them then these they thin those thou ticket tie tip to today
ton too took tool top total toy tuition tunnel uk ukrainian um un union unit unlock until
unusual up upon upset us usa use usual wagon wait watson way we web week william win wise within
without wooden yahoo yet you zero zip zombie zoo
"""
_RUSSIAN = """
а апреля армии бог бога боже более боль большая больше большие большим большого большое большой
большую борьбе борьбы будем будет буду будут будущее бы бывает был была были было быть вам вами
ваши века великой вернулся вернуть вернуться версии версия вечер вечером вещи виде видел видео
видеть видимо виду вижу во вода воду воды военной военных война войну войны вокруг вообще
вопросам вопросы вот вы выбор выйти выше вышел газа газеты генерал го говорил говорит говорить
говорю говоря говорят года годах году годы голове голову города городе готова да давай дает даже
дал далее далеко дали дальше данные данным данных дать два две дверь движение двое двумя двух де
декабря дел дела делает делать делают деле дело делу денег день деньги десять детей дети
директор до доброе довольно доктор долго должен дом дома доме домой дороге дороги думал думала
думать думаю души е его ее ей ему еще ещё её жаль же желание жена женщин женщина женщины живет
жителей жители жить журнал за зависит закон закона заметил затем зато зачем защиты заявил земле
земли землю и ибо игра играет играть игре игру игры идет идея идут или им имеет имел имени
именно иметь имеют имя иначе иногда интернет итоге их июля июня кажется как какая какие каким
каких какого какое какой каком какую капитан касается кем киеве кино ко когда кого команда
команду команды комнату кому конца конце король которое которой котором который которым которых
кофе кубка куда культуры купить легко лет летом ли либо лиги линии лица лицо любви любит люблю
любой людей люди людям мало мама марта матери матча матче мать машина машину машины мая менее
меньше меня мере месяца метро минут мир мире мог могла могли могу могут модели модель мое моего
моей моему можем может можете мои моих мой молодой момента море моря мою моя музыка мы на
наверное надо назвал название наиболее найти нам нами написал например народа наук науки начал
начала начале начали начало начальник начать начинает наша наше нашего нашей нашел нашем наши
наших нашу не него недели неделю нее ней нельзя нем немного нему нет неё ни ниже никак никаких
никогда никого никому никто ним ними них ничего но новая нового новое новой новую новый новым
новых ноги номер нормально ночи ночью ноября ну нужен о об оба образом обратно общего общей
общем огонь один ой ок около октября он она они оно оон опыт опять оружие от ответ отдела откуда
отличие отсюда отца очень памяти память папа парень парня партии партия пару первая первого
первое первой первом первую первый первым первых писал пишет по победу победы поводу погиб
погибли позволяет пойду пойти пока показать пол поле получил получить помимо помню поможет
помощи помощью понял поняла понятно понять попал пор пора порядок потом потому похоже почему
пошел поэтому пути путин путь пяти пять работ работа работает работал работать работе работу
работы рабочих рада ради раза разве развитие района районе рамках ранее рано раньше ребенка
ребенок ребята режим результат решение решил решила решили рода роли роль руб рублей руках руки
руку ряда рядом сайт сайте сам сама самая сами самого самое самой самом самые самый самым самых
свет света свете свободы свое своего своей своем своему свои своим своими своих свой свою своё
себе себя сезон сезона сезоне семь семье семьи семья сентября серии серия сети сил силу силы
сильно сих со собой событий совет совета солдат сообщение союза суда сын сына сюда та так такая
также таки такие таким такими таких такого такое такой таком такую там твои твой твоя те тебе
тебя тела телефон тело тем теперь тех техники течение тип типа то тобой тогда того тоже той
только том тому тот ту туда тут ты тысячи тяжело у уверен увидел увидеть уже украина украине
украины улице умер уровень утра утро утром фильма фильмы форме формы фото характер хватает
хватит ходе хорошие хороший хорошо хотел хотела хотели хотите хоть хотя хотят хочет хочется хочу
хуже цели целом целый цель целью цена цены церкви часа чаще чего человек чем чему четыре чуть
шаг шоу эта эти этим этих это этого этой этом этому этот эту юго я язык языка языке января
"""
_UKRAINIAN = """
або але бо буде будуть була були було бути більше біля вона вони воно всі він дія ж й його коли
мають має мене менше мова мови може можуть навіть назва назви назву немає нова нове новий нові
нього ніж поза при про року рядка рядок рік саме слід собі такий також твій тепер тий усі файл
файла файлом файлу файлі це цей цих цього цьому цю ця цій цієї чин чином що щоб щодо як яка яке
який яким яких якого якому якої яку якщо які якій є і імені інша інше інший інші ї їй їм їх її
"""
EVERYDAY = frozenset(f"{_ENGLISH} {_RUSSIAN} {_UKRAINIAN}".split())
