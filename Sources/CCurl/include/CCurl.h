// What Swift cannot say of libcurl: one typed function for each kind of value that the variadic calls take,
// and the callbacks that collect an answer and hand out a request's body.
#ifndef CCURL_H
#define CCURL_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

// Bytes that grow up to a limit.
typedef struct {
  unsigned char *bytes;
  size_t count;
  size_t capacity;
  size_t max;
  bool is_over;  // more came than `max`: the transfer was ended by us
} ccurl_buffer;

// Everything that one transfer lets libcurl point to. It must outlive the easy handle that it is attached to.
typedef struct {
  ccurl_buffer head;  // header lines of the final answer, as they came
  ccurl_buffer body;
  unsigned char *upload;
  size_t upload_count;
  size_t upload_given;  // bytes of the body that libcurl has taken
  char message[CURL_ERROR_SIZE];
} ccurl_exchange;

// A new exchange, or NULL where there is no memory.
ccurl_exchange *ccurl_exchange_make(size_t head_max, size_t body_max);
void ccurl_exchange_free(ccurl_exchange *exchange);

CURLcode ccurl_set_number(CURL *easy, CURLoption option, long value);
CURLcode ccurl_set_text(CURL *easy, CURLoption option, const char *value);
CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value);
CURLMcode ccurl_multi_set_number(CURLM *multi, CURLMoption option, long value);

// Names the calling thread for the system's lists: 15 bytes at most, else nothing happens.
void ccurl_name_thread(const char *name);

// 0 where libcurl has no figure.
long ccurl_number(CURL *easy, CURLINFO info);
long long ccurl_large_number(CURL *easy, CURLINFO info);

// Collects head, body and error text in `exchange`.
CURLcode ccurl_attach(CURL *easy, ccurl_exchange *exchange);

// Copies the body into libcurl, which may then send it again by itself on a fresh connection.
CURLcode ccurl_body_repeatable(CURL *easy, const void *bytes, size_t count);

// Copies the body into `exchange` and gives it out once: there is no way back to its start, so libcurl cannot
// send it a second time by itself.
CURLcode ccurl_body_once(CURL *easy, ccurl_exchange *exchange, const void *bytes, size_t count);

#endif
