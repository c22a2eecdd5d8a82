"""Given names by which people introduce themselves, in lower case, so that a name is noticed without its capital too."""

#: Names that are ordinary words as well: without a capital letter they are taken for these.
ORDINARY = frozenset(
    """
    вера надежда любовь роман лев слава май мир марк рая роза лада алла will mark art grace hope frank max bill
    """.split()  # noqa: SIM905
)

GIVEN = ORDINARY | frozenset(
    """
    александр саша шура алексей алёша алеша лёша леша анатолий толя андрей антон антоша аркадий арсений арсен артём артем
    тёма артур богдан борис боря вадим валентин валера валерий валерик василий вася виктор витя виталий виталик владимир
    вова володя владислав влад всеволод сева вячеслав геннадий гена георгий гоша герман глеб григорий гриша давид даниил
    данила данил даня денис дмитрий дима димитрий евгений женя егор елисей захар иван ваня игнат игорь илья ильдар ильнур
    камиль кирилл константин костя леонид лёня леня лука макар максим макс марат мирон михаил миша мурад мурат назар никита
    николай коля олег павел паша пётр петр петя равиль рамзан рамиль ренат ринат родион ростислав руслан рустам савелий
    святослав семён семен сергей серёжа сережа станислав стас степан стёпа султан тагир тимофей тимур тихон фёдор федор федя
    филипп эдуард эльдар юрий юра яков ярослав ахмед ислам магомед шамиль анзор заур бату баир аюр бато саян александра
    алина алиса анастасия настя ангелина анна аня антонина валентина валерия варвара вероника виктория вика галина галя
    дарья даша диана ева евгения екатерина катя елена лена елизавета лиза жанна зинаида зоя инна ирина ира карина кира клара
    ксения ксюша лариса лидия лилия людмила люда маргарита марина мария маша милана наталья наташа наталия нина оксана ольга
    оля полина раиса регина римма светлана света софия софья соня тамара татьяна таня ульяна юлия юля яна олександр олексій
    андрій дмитро володимир сергій михайло микола павло петро тарас юрій ігор ірина олена наталія аляксандр аляксей андрэй
    дзмітрый уладзімір сяргей міхаіл мікалай алесь ягор кастусь вольга алена наталля aleksandr alexander alexandr alex sasha
    aleksei aleksey alexei alexey anatoly andrei andrey andrew anton artem artyom arthur boris vadim valery vasily vasya
    victor viktor vitaly vladimir vladislav vlad vyacheslav georgy gleb grigory david daniil danil daniel denis dmitri
    dmitriy dmitry dima evgeny eugene egor ivan vanya igor ilya kirill konstantin leonid maksim maxim mikhail michael misha
    nikita nikolai nikolay nicholas oleg pavel paul petr peter pyotr roman ruslan rustam semyon sergei sergey serge
    stanislav stas stepan timofey timur fedor fyodor philip eduard yuri yury yakov yaroslav john james thomas robert richard
    anna anastasia daria darya elena ekaterina irina maria marina natalia natalya olga polina svetlana tatiana tatyana yulia
    jonas tomas mantas lukas matti mikko juha antti
    """.split()  # noqa: SIM905
)
