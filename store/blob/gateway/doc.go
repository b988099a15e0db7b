// Package gateway is no program of the project. Its module names the S3 gateway
// that the tests of store/blob/s3 run against, as a tool, so that the gateway
// and what it needs never stand among the program's dependencies:
//
//	cd store/blob/gateway && go build github.com/versity/versitygw/cmd/versitygw
package gateway
