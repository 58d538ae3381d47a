#include "data/source/http_post.h"

#include "data/source/deadline.h"

#include <curl/curl.h>

#include <mutex>

namespace flowspace {
namespace {

struct EasyDelete {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct MultiDelete {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
struct ListDelete {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, EasyDelete>;
using Multi = std::unique_ptr<CURLM, MultiDelete>;
using List = std::unique_ptr<curl_slist, ListDelete>;

std::size_t keep(char* bytes, std::size_t, std::size_t count, void* into) {
    std::string& body = *static_cast<std::string*>(into);
    if (body.size() + count > most_answer_bytes) return 0;
    body.append(bytes, count);
    return count;
}

List header_list(const std::vector<std::string>& headers) {
    List list;
    for (const std::string& header : headers) {
        curl_slist* longer = curl_slist_append(list.get(), header.c_str());
        if (longer == nullptr) break;
        (void)list.release();
        list.reset(longer);
    }
    return list;
}

Easy prepare(const HttpRequest& request, const curl_slist* headers, std::string& body) {
    Easy easy(curl_easy_init());
    const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(easy.get(), option, value); };
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NOPROXY, "*");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect_limit.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(request.limit.count()));
    set(CURLOPT_USERAGENT, "flowspace");
    set(CURLOPT_WRITEFUNCTION, &keep);
    set(CURLOPT_WRITEDATA, &body);
    if (headers != nullptr) set(CURLOPT_HTTPHEADER, headers);
    if (request.body.empty()) return easy;
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDS, request.body.c_str());
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    return easy;
}

HttpFailure failure_of(CURLcode code) {
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_CONNECT:
            return HttpFailure::unreachable;
        case CURLE_OPERATION_TIMEDOUT:
            return HttpFailure::too_slow;
        default:
            return HttpFailure::broken;
    }
}

}  // namespace

struct HttpClient::State {
    std::mutex mutex;
    std::vector<Multi> idle;  // each keeps its connections

    Multi take() {
        const std::lock_guard lock(mutex);
        if (idle.empty()) return Multi(curl_multi_init());
        Multi multi = std::move(idle.back());
        idle.pop_back();
        return multi;
    }
    void give_back(Multi multi) {
        const std::lock_guard lock(mutex);
        idle.push_back(std::move(multi));
    }
};

HttpClient::HttpClient() : state_(std::make_unique<State>()) {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    (void)started;
}

HttpClient::~HttpClient() = default;

HttpOutcome HttpClient::send(const HttpRequest& request, const std::function<bool()>& alive,
                             std::stop_token cancel) const {
    HttpOutcome outcome;
    Multi multi = state_->take();
    const List headers = header_list(request.headers);
    const Easy easy = prepare(request, headers.get(), outcome.answer.body);
    curl_multi_add_handle(multi.get(), easy.get());
    WaitClock::time_point next_pulse = WaitClock::now() + first_pulse;
    const std::stop_callback wake(cancel, [&] { curl_multi_wakeup(multi.get()); });
    std::optional<CURLcode> done;
    while (!done && !outcome.failure) {
        int running = 0, left = 0;
        curl_multi_perform(multi.get(), &running);
        while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left))
            if (message->msg == CURLMSG_DONE) done = message->data.result;
        if (done) break;
        if (cancel.stop_requested())
            outcome.failure = HttpFailure::cancelled;
        else if (alive && WaitClock::now() >= next_pulse) {
            if (!alive()) outcome.failure = HttpFailure::silent;
            next_pulse = WaitClock::now() + pulse_pause;
        } else
            curl_multi_poll(multi.get(), nullptr, 0, static_cast<int>(look_up.count()), nullptr);
    }
    if (done && *done == CURLE_OK)
        curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &outcome.answer.status);
    else if (done) {
        outcome.failure = failure_of(*done);
        outcome.words = curl_easy_strerror(*done);
    }
    curl_multi_remove_handle(multi.get(), easy.get());
    if (!outcome.failure) state_->give_back(std::move(multi));  // else its connections go with it
    return outcome;
}

}  // namespace flowspace
