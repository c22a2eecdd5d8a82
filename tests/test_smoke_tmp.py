from bot.answering.question import Question
from tests.making import TODAY
def test_tiny(tiny_assistant):
    for q in ["How long do they have to transfer me?","how many weeks do I have to appeal","срок передачи по дублину","можно ли репостить радио свобода","man jumped from the kaliningrad train","how do I bake a cake", "what is the weather"]:
        a=tiny_assistant.ask(Question(q,TODAY)); print(q,a.outcome,[ (x.id,x.score) for x in a.articles],a.asks, len(list(a.sentences)))
        f=tiny_assistant.engine.searcher.search(q,a.situation,TODAY); print([(h.id,round(h.score,2)) for h in f.articles], round(f.inside,2))
def test_full(assistant):
    a=assistant.ask(Question("Can Finland send me back to Lithuania?",TODAY)); print(a.text)
