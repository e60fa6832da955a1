"""Addresses of this slice."""

from django.urls import path

from collega.web.cases import case_page, discussion, finding, mail_page, making, mine, moderation, practice_page

app_name = "cases"
urlpatterns = [
    path("stop/<str:token>/", mail_page.stop, name="stop"),
    path("<slug:key>/", finding.find, name="find"),
    path("<slug:key>/new/", making.new, name="new"),
    path("<slug:key>/c/<slug:code>/", case_page.case, name="case"),
    path("<slug:key>/c/<slug:code>/edit/", making.edit, name="edit"),
    path("<slug:key>/c/<slug:code>/advise/", making.advise, name="advise"),
    path("<slug:key>/c/<slug:code>/share/", making.share, name="share"),
    path("<slug:key>/c/<slug:code>/delete/", making.delete, name="delete"),
    path("<slug:key>/c/<slug:code>/outcome/", making.outcome, name="outcome"),
    path("<slug:key>/c/<slug:code>/judge/", case_page.judge, name="judge"),
    path("<slug:key>/c/<slug:code>/think-again/", case_page.think_again, name="think-again"),
    path("<slug:key>/c/<slug:code>/take-back/", case_page.take_back, name="take-back"),
    path("<slug:key>/c/<slug:code>/report/", discussion.report, name="report"),
    path("<slug:key>/c/<slug:code>/remarks/", discussion.add_remark, name="say"),
    path("<slug:key>/c/<slug:code>/remarks/<int:pk>/change/", discussion.change, name="remark-change"),
    path("<slug:key>/c/<slug:code>/remarks/<int:pk>/delete/", discussion.delete, name="remark-delete"),
    path("<slug:key>/c/<slug:code>/remarks/<int:pk>/report/", discussion.report, name="remark-report"),
    path("<slug:key>/mine/", mine.mine, name="mine"),
    path("<slug:key>/casebook.csv", mine.export, name="export"),
    path("<slug:key>/mine/everything/", mail_page.take_everything_out, name="leave"),
    path("<slug:key>/practice/", practice_page.practice, name="practice"),
    path("<slug:key>/mail/", mail_page.wishes, name="wishes"),
    path("<slug:key>/moderation/", moderation.moderation, name="moderation"),
    path("<slug:key>/moderation/<int:pk>/", moderation.settle, name="settle"),
    path("<slug:key>/moderation/<str:kind>/<int:pk>/again/", moderation.show_again, name="show-again"),
]
