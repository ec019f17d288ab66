import sys; sys.path.insert(0,'/tmp/w')
import uuid, os
import pytest
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]="1"
from small import DOC
@pytest.mark.django_db(transaction=True)
def test_shots(live_server, client):
    from django.template import engines
    from django.templatetags import tz
    engines['django'].engine.template_builtins.append(tz.register)
    from auctions import services, selectors
    from auctions.models import Participant
    from bidders.models import Person, Organisation, Seat
    from django.urls import reverse
    ofcom=Organisation.objects.create(name="Authority",slug="authority",kind="regulator")
    p=Person.objects.create_user("auctioneer",password="x"); seat=Seat.objects.create(person=p,organisation=ofcom,role="auctioneer")
    a=services.host_auction(document=DOC,slug="small",title="Small auction",regulator=ofcom,demonstration=True)
    client.force_login(p)
    from playwright.sync_api import sync_playwright
    pw=sync_playwright().start()
    b=pw.chromium.launch(executable_path="/usr/bin/chromium",args=["--no-sandbox"])
    ctx=b.new_context(viewport={"width":1280,"height":800}); ctx.add_cookies([{"name":"sessionid","value":client.cookies["sessionid"].value,"url":live_server.url}])
    pg=ctx.new_page()
    logs=[]
    pg.on("console",lambda m: logs.append(m.text)); pg.on("pageerror",lambda e: logs.append(str(e)))
    pg.on("response",lambda r: logs.append(f"{r.status} {r.url}") if r.status>=400 else None)
    def shot(name,url):
        for w in (1280,400):
            pg.set_viewport_size({"width":w,"height":800}); pg.goto(live_server.url+url); pg.wait_for_timeout(2600 if w==1280 else 200); pg.screenshot(path=f"/tmp/w/shots/{name}-{w}.png",full_page=True)
            over=pg.evaluate("document.documentElement.scrollWidth-document.documentElement.clientWidth")
            if over>0: logs.append(f"OVERFLOW {name} {w} {over}")
    shot("r01_room_start","/regulator/small/")
    shot("r02_open","/regulator/small/open/")
    parts={q.bidder_id:q for q in a.participants.all()}
    def bid(who,ballot):
        r=selectors.open_round_of(a)
        services.place_bid(auction=a,by=None,participant=parts[who],ballot=ballot,form_key=uuid.uuid4(),round_version=r.version,prices_hash=r.prices_hash,simulated=True)
    demand={"alpha":{"A":2,"E":2},"beta":{"A":2,"E":1},"gamma":{"A":1,"E":2}}
    n=0
    while True:
        r=services.open_round(auction=a,by=seat)
        n+=1
        if n==6: demand["gamma"]={"E":2}
        if n==8: demand["alpha"]={"A":1,"E":1}
        for w,d in demand.items():
            if n==3 and w=="gamma": shot("r03_room_open","/regulator/small/"); shot("r03_close","/regulator/small/close/"); shot("r03_extend","/regulator/small/extend/")
            bid(w,{"package":d})
        services.close_round(round=r,by=seat)
        if n==3: shot("r04_room_between","/regulator/small/"); shot("r05_open","/regulator/small/open/"); shot("p05","/auctions/small/")
        if selectors.phase(a).stage!="clock": break
    shot("r06_rounds","/regulator/small/rounds/"); shot("r06_room","/regulator/small/")
    r=services.open_round(auction=a,by=seat)
    bid("alpha",{"bids":[{"package":{"A":2,"E":2},"amount":280000}]})
    services.close_round(round=r,by=seat)
    shot("r07_room_due","/regulator/small/"); shot("r07_determine","/regulator/small/determine/")
    from auctions import tasks
    s=services.request_determination(auction=a,by=seat)
    shot("r08_computing","/regulator/small/")
    def solve(s):
        s.refresh_from_db()
        if s.status in("queued","running"): tasks.determine_winners(s.pk)
        s.refresh_from_db(); print(s.status,s.error)
    solve(s)
    shot("r09_result","/regulator/small/result/"); shot("r09_room","/regulator/small/")
    print(selectors.phase(a))
    if selectors.phase(a).status!="finished":
        r=services.open_round(auction=a,by=seat); services.close_round(round=r,by=seat)
        solve(services.request_determination(auction=a,by=seat))
    shot("r10_room_finished","/regulator/small/"); shot("r10_publish","/regulator/small/publish/"); shot("p10","/auctions/small/")
    a.refresh_from_db(); services.publish_result(auction=a,by=seat)
    shot("r11_result","/regulator/small/result/"); shot("p11","/auctions/small/"); shot("p12_home","/"); shot("r12_journal","/regulator/small/journal/")
    print(client.get("/auctions/small/auction.json").content[:300]); print(client.get("/auctions/small/rounds.csv").content.decode()[:300]); print(client.get("/auctions/small/result.json").content[:300])
    print("\n".join(dict.fromkeys(logs)))
    b.close(); pw.stop()
